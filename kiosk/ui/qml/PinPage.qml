pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// The keypad for staff: six digits, never shown.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property Touches touches
    readonly property bool open: turn.count !== ""
    readonly property real edge: Theme.margin
    readonly property real keyHeight: (Theme.portrait ? 86 : 84) * Theme.unit
    readonly property real padWidth: Theme.portrait ? width - 2 * edge : 372 * Theme.unit

    Column {
        id: told
        x: page.edge
        y: Theme.portrait ? page.edge : (page.height - height - leave.height) / 2
        width: Theme.portrait ? page.width - 2 * page.edge : pad.x - 2 * page.edge
        spacing: (Theme.portrait ? 14 : 20) * Theme.unit

        Icon {
            width: (Theme.portrait ? 60 : 72) * Theme.unit
            name: page.turn.icon
            color: Theme.ink
        }
        Words {
            width: parent.width
            objectName: "headline"
            text: page.turn.headline
            largest: Theme.title
            smallest: Theme.body
            tallest: 110 * Theme.unit
            font.weight: Font.Bold
        }
        Row {
            spacing: 14 * Theme.unit

            Repeater {
                model: 6

                Rectangle {
                    required property int index

                    width: 26 * Theme.unit
                    height: width
                    radius: width / 2
                    border.width: 3 * Theme.unit
                    border.color: Theme.ink
                    color: index < Number(page.turn.count) ? Theme.ink : Theme.card
                }
            }
        }
        Words {
            width: parent.width
            objectName: "detail"
            text: page.turn.detail
            visible: text !== ""
            largest: Theme.body
            smallest: Theme.small
            tallest: (Theme.portrait ? 150 : 130) * Theme.unit
        }
    }

    Grid {
        id: pad
        x: page.width - width - page.edge
        y: Theme.portrait ? leave.y - height - 2 * Theme.gap : (page.height - height) / 2
        columns: 3
        spacing: Theme.gap
        visible: page.open

        Repeater {
            model: Theme.keypad(["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", ""], 3)

            Item {
                id: key
                required property string modelData

                width: (page.padWidth - 2 * pad.spacing) / 3
                height: page.keyHeight

                Control {
                    objectName: key.modelData === "" ? "" : `key-${key.modelData}`
                    anchors.fill: parent
                    words: key.modelData === "erase" ? page.turn.erase : key.modelData === "" ? "" : page.turn.digits[Number(key.modelData)] ?? ""
                    textSize: key.modelData === "erase" ? Theme.body : Theme.title
                    fill: Theme.card
                    ink: Theme.ink
                    border.width: 2 * Theme.unit
                    border.color: Theme.rule
                    onActivated: key.modelData === "erase" ? page.touches.erase() : page.touches.digit(Number(key.modelData))
                }
            }
        }
    }

    Control {
        id: leave
        objectName: "cancel"
        x: page.edge
        y: page.height - height - page.edge
        width: Theme.portrait ? page.width - 2 * page.edge : 220 * Theme.unit
        words: page.turn.leave
        icon: "close"
        onActivated: page.touches.leave()
    }

    TimeBar {
        y: page.height - height
        width: page.width
        radius: 0
        time: page.time
    }
}
