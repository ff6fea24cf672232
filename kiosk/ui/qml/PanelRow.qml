import QtQuick
import SmartPass

// One row of the staff panel.
Rectangle {
    id: row

    required property string id
    required property string name
    required property string place
    required property string first
    required property string firstAct
    required property string second
    required property string secondAct
    required property Touches touches
    readonly property real key: 108 * Theme.unit
    // Alone, the second has room for a longer word.
    readonly property real lastKey: first === "" ? 136 * Theme.unit : key

    height: Math.max(Theme.control + 4 * Theme.unit, texts.height + 8 * Theme.unit)
    radius: 16 * Theme.unit
    color: Theme.card

    Column {
        id: texts
        x: 14 * Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        width: row.width - x - 2 * row.key - 3 * 8 * Theme.unit

        Words {
            width: parent.width
            text: row.name
            largest: Theme.small
            smallest: Theme.smallest
            tallest: 56 * Theme.unit
            font.weight: Font.Bold
        }
        Words {
            width: parent.width
            text: row.place
            largest: Theme.smallest
            color: Theme.faintInk
        }
    }
    Control {
        objectName: `${row.firstAct}-${row.id}`
        x: row.width - 2 * row.key - 10 * Theme.unit
        y: (row.height - height) / 2
        width: row.key
        words: row.first
        textSize: Theme.small
        fill: Theme.go.band
        ink: Theme.go.ink
        onActivated: row.touches.panel(row.firstAct, row.id)
    }
    Control {
        objectName: `${row.secondAct}-${row.id}`
        x: row.width - width - 2 * Theme.unit
        y: (row.height - height) / 2
        width: row.lastKey
        words: row.second
        textSize: Theme.small
        fill: Theme.card
        ink: Theme.ink
        border.width: 2 * Theme.unit
        border.color: Theme.faintInk
        onActivated: row.touches.panel(row.secondAct, row.id)
    }
}
