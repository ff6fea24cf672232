pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// Above every page: a passing word, and the states of the whole door.
Item {
    id: strip

    required property StripModel model

    implicitHeight: flow.visible ? flow.height : 0

    Rectangle {
        anchors.fill: flow
        visible: flow.visible
        color: Theme.fault.band
    }

    Flow {
        id: flow
        width: strip.width
        visible: repeater.count > 0

        Repeater {
            id: repeater
            model: strip.model

            Rectangle {
                id: chip

                required property int index
                required property string key
                required property string words
                required property string icon
                required property string tone
                readonly property var look: Theme.tone(tone)
                readonly property real wanted: label.implicitWidth + symbol.width + 22 * Theme.unit

                objectName: "strip-" + key
                // Alone it is a banner across the screen; with others they share the rows.
                width: repeater.count === 1 ? strip.width : Math.min(wanted, strip.width)
                height: Math.max(40 * Theme.unit, label.height + 10 * Theme.unit)
                color: look.band

                Icon {
                    id: symbol
                    x: 8 * Theme.unit
                    anchors.verticalCenter: parent.verticalCenter
                    width: 28 * Theme.unit
                    name: chip.icon
                    color: chip.look.ink
                }
                Words {
                    id: label
                    anchors.verticalCenter: parent.verticalCenter
                    x: symbol.x + symbol.width + 6 * Theme.unit
                    width: strip.width - x - 8 * Theme.unit
                    text: chip.words
                    largest: Theme.small
                    font.weight: Font.Bold
                    color: chip.look.ink
                }
            }
        }
    }
}
