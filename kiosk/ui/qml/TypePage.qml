pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// The keys for a student's ID: digits or letters, never both, so that each is a finger's size.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property Touches touches
    readonly property real across: width - 2 * Theme.margin
    readonly property var keys: turn.keys === "" ? [] : [...turn.keys, "erase"]
    readonly property int columns: keys.length > 12 ? (Theme.portrait ? 5 : 9) : Theme.portrait ? 3 : 6

    Words {
        id: headline
        objectName: "headline"
        x: Theme.margin
        y: 10 * Theme.unit
        width: Theme.portrait ? page.across : page.across * 0.56
        text: page.turn.detail !== "" ? page.turn.detail : page.turn.headline
        largest: Theme.lead
        smallest: Theme.smallest
        tallest: (page.turn.keys === "" ? 200 : 58) * Theme.unit
        font.weight: Font.Bold
    }
    Words {
        objectName: "typed"
        x: Theme.portrait ? Theme.margin : page.width - width - Theme.margin
        y: Theme.portrait ? headline.y + headline.height : headline.y
        width: Theme.portrait ? page.across : page.across * 0.42
        horizontalAlignment: Theme.portrait ? Theme.start : Text.AlignHCenter
        text: page.turn.name
        wrapMode: Text.WrapAnywhere
        largest: Theme.title
        tallest: 58 * Theme.unit
        smallest: Theme.smallest
        font.weight: Font.Bold
        font.features: { "tnum": 1 }
    }

    Grid {
        id: pad
        x: Theme.margin
        y: below.y - height - Theme.gap
        columns: page.columns
        spacing: 5 * Theme.unit

        Repeater {
            model: Theme.keypad(page.keys, page.columns)

            Control {
                required property string modelData

                objectName: `key-${modelData}`
                width: (page.across - (page.columns - 1) * pad.spacing) / page.columns
                words: modelData === "erase" ? page.turn.erase : modelData
                textSize: modelData === "erase" ? Theme.smallest : Theme.lead
                fill: Theme.card
                ink: Theme.ink
                border.width: 2 * Theme.unit
                border.color: Theme.rule
                onActivated: modelData === "erase" ? page.touches.erase() : page.touches.key(modelData)
            }
        }
    }

    Row {
        id: below
        readonly property real share: (page.across - 2 * spacing) / 3

        x: Theme.margin
        y: page.height - height - 16 * Theme.unit
        spacing: Theme.gap

        Control {
            objectName: "cancel"
            width: below.share
            words: page.turn.leave
            textSize: Theme.small
            onActivated: page.touches.leave()
        }
        Control {
            objectName: "switch-keys"
            width: below.share
            words: page.turn.switchKeys
            textSize: Theme.small
            fill: Theme.card
            ink: Theme.ink
            border.width: 2 * Theme.unit
            border.color: Theme.faintInk
            onActivated: page.touches.switchKeys()
        }
        Control {
            objectName: "typed-done"
            width: below.share
            words: page.turn.done
            textSize: Theme.small
            fill: Theme.go.band
            ink: Theme.go.ink
            onActivated: page.touches.idTyped()
        }
    }

    TimeBar {
        y: page.height - height
        width: page.width
        radius: 0
        time: page.time
    }
}
