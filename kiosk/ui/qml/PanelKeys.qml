pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// Keys for staff, each in its own place: one that comes or goes moves no other under a finger.
Item {
    id: keys

    required property PanelKeysModel model
    required property Touches touches
    property int columns: 2
    property int rows: 1
    property real keyHeight: Theme.control
    property real spacing: 6 * Theme.unit
    readonly property int count: repeater.count
    readonly property real keyWidth: (width - (columns - 1) * spacing) / columns

    implicitHeight: rows * keyHeight + (rows - 1) * spacing

    Repeater {
        id: repeater
        model: keys.model

        Control {
            required property string act
            required property string token
            required property bool marked
            required property int slot
            readonly property bool goes: act === "back" || act === "send" || marked

            objectName: token === "" ? `panel-${act}` : `panel-${act}-${token}`
            x: (slot % keys.columns) * (keys.keyWidth + keys.spacing)
            y: Math.floor(slot / keys.columns) * (keys.keyHeight + keys.spacing)
            width: keys.keyWidth
            height: keys.keyHeight
            textSize: Theme.small
            fill: act === "close" ? Theme.ink : goes ? Theme.go.band : Theme.card
            ink: act === "close" ? Theme.card : goes ? Theme.go.ink : Theme.ink
            border.width: 2 * Theme.unit
            border.color: goes ? Theme.go.band : Theme.faintInk
            onActivated: act === "close" ? keys.touches.leave() : keys.touches.panel(act, token)
        }
    }
}
