pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// The languages, over the page: each in its own script, the one that is spoken now marked. A touch beside
// them leaves everything as it is.
Rectangle {
    id: sheet

    required property PanelKeysModel languages
    required property Touches touches

    signal done

    color: Theme.paper

    TapHandler {
        onTapped: sheet.done()
    }
    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        y: grid.y / 2 - height / 2
        name: "language"
        width: 84 * Theme.unit
        color: Theme.ink
    }
    Grid {
        id: grid
        readonly property real each: Theme.portrait ? sheet.width - 2 * Theme.margin : (sheet.width - 2 * Theme.margin - spacing) / 2

        anchors.centerIn: parent
        anchors.verticalCenterOffset: 44 * Theme.unit
        columns: Theme.portrait ? 1 : 2
        spacing: Theme.gap

        Repeater {
            model: sheet.languages

            Control {
                required property string token
                required property bool marked

                objectName: `language-${token}`
                width: grid.each
                height: 110 * Theme.unit
                textSize: Theme.title
                icon: marked ? "go" : ""
                fill: marked ? Theme.go.band : Theme.card
                ink: marked ? Theme.go.ink : Theme.ink
                border.width: 2 * Theme.unit
                border.color: marked ? Theme.go.band : Theme.faintInk
                onActivated: {
                    sheet.touches.speak(token);
                    sheet.done();
                }
            }
        }
    }
}
