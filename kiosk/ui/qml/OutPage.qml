import QtQuick
import SmartPass

// The go: how long there is, and what to do on the way back.
Rectangle {
    id: page

    required property TurnModel turn
    required property Touches touches
    readonly property var look: Theme.tone(turn.tone)
    readonly property real edge: 28 * Theme.unit

    color: look.band

    Rectangle {
        id: disc
        x: page.edge
        y: page.edge
        width: (Theme.portrait ? 100 : 84) * Theme.unit
        height: width
        radius: width / 2
        color: page.look.ink

        Icon {
            anchors.centerIn: parent
            width: disc.width * 0.7
            name: page.turn.icon
            color: page.look.band
        }
    }
    WhoWhere {
        id: who
        x: disc.x + disc.width + 18 * Theme.unit
        y: Math.max(10 * Theme.unit, disc.y + (disc.height - height) / 2)
        width: page.width - x - page.edge
        name: page.turn.name
        place: page.turn.place
        ink: page.look.ink
        size: Theme.title
    }

    Column {
        id: middle
        readonly property real above: Math.max(disc.y + disc.height, who.y + who.height)
        readonly property real roomFor: Math.min(below.y, undo.y) - above
        x: page.edge
        y: above + (roomFor - height) / 2
        width: page.width - 2 * page.edge

        Words {
            id: headline
            width: parent.width
            objectName: "headline"
            horizontalAlignment: Text.AlignHCenter
            text: page.turn.headline
            largest: Theme.title
            smallest: Theme.body
            tallest: 100 * Theme.unit
            font.weight: Font.Bold
            color: page.look.ink
        }
        Words {
            width: parent.width
            objectName: "count"
            horizontalAlignment: Text.AlignHCenter
            text: page.turn.count
            lineHeight: 0.82
            largest: Theme.count
            smallest: Theme.farSmallest
            // What the line above leaves, and never more than two lines.
            tallest: Math.max(100 * Theme.unit, Math.min(middle.roomFor - headline.height - 8 * Theme.unit, 280 * Theme.unit))
            font.weight: Font.Bold
            font.features: { "tnum": 1 }
            color: page.look.ink
        }
    }

    // In landscape beside the last words, in portrait below them.
    Control {
        id: undo
        objectName: "undo"
        x: Theme.portrait ? page.edge : page.width - width - page.edge
        y: page.height - height - 24 * Theme.unit
        width: Theme.portrait ? page.width - 2 * page.edge : implicitWidth
        words: page.turn.undo
        fill: page.look.band
        ink: page.look.ink
        border.width: 3 * Theme.unit
        border.color: page.look.ink
        onActivated: page.touches.undo()
    }

    Column {
        id: below
        x: page.edge
        y: Theme.portrait ? undo.y - height - Theme.gap : undo.y + (undo.height - height) / 2
        width: (Theme.portrait ? page.width : undo.x) - 2 * page.edge
        spacing: 4 * Theme.unit

        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.turn.detail
            largest: 42 * Theme.unit
            smallest: Theme.body
            tallest: (Theme.portrait ? 110 : 60) * Theme.unit
            font.weight: Font.Bold
            color: page.look.ink
        }
        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.turn.step
            visible: text !== ""
            largest: Theme.lead
            smallest: Theme.small
            color: page.look.ink
        }
    }
}
