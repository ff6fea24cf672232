pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// Where to? The student's name, the tiles, and always the way to urgent.
Item {
    id: page

    required property TurnModel turn
    required property TilesModel tiles
    required property TimeModel time
    required property Touches touches

    // The student wants another language.
    signal languages

    // Under a strip the head gives up a little, so that the tiles keep their height.
    readonly property bool tight: !Theme.portrait && height < 460 * Theme.unit
    readonly property bool inUrgent: turn.tone === "urgent"
    readonly property var look: Theme.tone(turn.tone)
    readonly property color nameInk: inUrgent ? look.ink : Theme.ink

    Rectangle {
        width: page.width
        height: bar.y + bar.height + Theme.gap
        color: page.look.band
        visible: page.inUrgent
    }

    Item {
        id: head
        x: Theme.margin
        y: (page.tight ? 8 : 12) * Theme.unit
        width: page.width - 2 * Theme.margin
        height: Math.max(Theme.control, who.height)

        Icon {
            id: flag
            anchors.verticalCenter: parent.verticalCenter
            name: page.turn.icon
            width: 60 * Theme.unit
            color: page.nameInk
        }
        Column {
            id: who
            anchors.verticalCenter: parent.verticalCenter
            x: flag.visible ? flag.width + Theme.gap : 0
            width: head.width - x - (Theme.portrait ? 0 : controls.width + Theme.gap)

            Words {
                width: parent.width
                objectName: "name"
                text: page.turn.name
                largest: page.tight ? Theme.lead : Theme.title
                smallest: Theme.small
                tallest: 52 * Theme.unit
                font.weight: Font.Bold
                color: page.nameInk
            }
            Item {
                width: parent.width
                height: ask.height

                Words {
                    id: ask
                    width: parent.width - seconds.width - Theme.gap - (own.visible ? own.width + Theme.gap : 0)
                    text: page.turn.headline
                    largest: page.tight ? Theme.small : Theme.body
                    smallest: Theme.smallest
                    tallest: (Theme.portrait ? 64 : 36) * Theme.unit
                    color: page.inUrgent ? page.nameInk : Theme.faintInk
                }
                Words {
                    id: own
                    anchors.right: seconds.left
                    anchors.rightMargin: Theme.gap
                    anchors.bottom: parent.bottom
                    objectName: "own"
                    visible: text !== ""
                    text: page.turn.own
                    wrapMode: Text.NoWrap
                    largest: Theme.small
                    font.underline: true
                    color: Theme.faintInk
                }
                Words {
                    id: seconds
                    anchors.right: parent.right
                    anchors.bottom: parent.bottom
                    objectName: "seconds"
                    text: page.time.leftWords
                    wrapMode: Text.NoWrap
                    largest: Theme.small
                    font.weight: page.time.hurry ? Font.Bold : Font.Medium
                    font.features: { "tnum": 1 }
                    color: page.inUrgent ? page.nameInk : page.time.hurry ? Theme.urgent.band : Theme.faintInk
                }
            }
        }
    }

    // The student's name and what stands with it is one place to touch, of a finger's size.
    Item {
        objectName: "own-record"
        x: head.x + who.x
        y: head.y
        width: who.width
        height: head.height
        visible: own.visible
        Accessible.role: Accessible.Button
        Accessible.name: page.turn.own
        Accessible.onPressAction: page.touches.myPasses()

        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
            onTapped: page.touches.myPasses()
        }
    }

    TimeBar {
        id: bar
        x: Theme.margin
        y: head.y + head.height + 6 * Theme.unit
        width: head.width
        // The tiles below must not move under a finger: here colour and words warn.
        height: Theme.bar
        time: page.time
        fill: page.inUrgent ? page.look.ink : page.time.hurry ? Theme.urgent.band : Theme.ink
        track: page.inUrgent ? Qt.alpha(page.look.ink, 0.3) : Theme.rule
    }

    Row {
        id: controls
        x: page.width - Theme.margin - width
        y: Theme.portrait ? page.height - height - Theme.gap : head.y
        spacing: Theme.gap
        readonly property real across: head.width - (speaks.visible ? speaks.width + spacing : 0)
        readonly property real each: Theme.portrait && urgent.visible ? (across - spacing) / 2 : Theme.portrait ? across : 158 * Theme.unit

        LanguageKey {
            id: speaks
            words: page.turn.language
            fill: page.inUrgent && !Theme.portrait ? page.look.ink : Theme.card
            ink: page.inUrgent && !Theme.portrait ? page.look.band : Theme.ink
            onActivated: page.languages()
        }

        Control {
            id: urgent
            objectName: "urgent"
            width: controls.each
            words: page.turn.urgent
            icon: "urgent"
            textSize: Theme.small
            fill: Theme.urgent.band
            ink: Theme.urgent.ink
            onActivated: page.touches.urgent()
        }
        Control {
            objectName: "cancel"
            width: controls.each
            words: page.turn.leave
            icon: "close"
            textSize: Theme.small
            fill: page.inUrgent && !Theme.portrait ? page.look.ink : Theme.card
            ink: page.inUrgent && !Theme.portrait ? page.look.band : Theme.ink
            border.width: 2 * Theme.unit
            border.color: ink
            onActivated: page.touches.leave()
        }
    }

    Item {
        id: grid
        readonly property int columns: Theme.portrait ? 2 : 3
        readonly property int rows: Math.max(2, Math.ceil(repeater.count / columns))
        readonly property real tileWidth: (width - (columns - 1) * Theme.gap) / columns
        // Few tiles do not grow without end, and many share what there is.
        readonly property real tileHeight: Math.min((height - (rows - 1) * Theme.gap) / rows, 200 * Theme.unit)

        x: Theme.margin
        y: bar.y + bar.height + Theme.gap + (page.inUrgent ? Theme.gap : 0)
        width: head.width
        height: (Theme.portrait ? controls.y : page.height) - y - Theme.gap

        Repeater {
            id: repeater
            model: page.tiles

            DestinationTile {
                required property int index

                x: (index % grid.columns) * (grid.tileWidth + Theme.gap)
                y: Math.floor(index / grid.columns) * (grid.tileHeight + Theme.gap)
                width: grid.tileWidth
                height: grid.tileHeight
                onChosen: destination === "" ? page.tiles.turnPage() : page.touches.choose(destination)
            }
        }
    }
}
