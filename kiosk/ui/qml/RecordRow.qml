import QtQuick

// One of the student's own passes: when, where to, how long, and whether that was too long.
Rectangle {
    id: row

    required property string when
    required property string place
    required property string took
    required property string state_
    required property bool over
    readonly property color ink: over ? Theme.overtime.ink : Theme.ink

    height: (Theme.portrait ? 104 : 54) * Theme.unit
    radius: 14 * Theme.unit
    color: over ? Theme.overtime.band : Theme.card

    Words {
        id: at
        x: 12 * Theme.unit
        y: Theme.portrait ? 8 * Theme.unit : (row.height - height) / 2
        width: (Theme.portrait ? row.width * 0.5 : 150 * Theme.unit) - x
        text: row.when
        largest: Theme.small
        font.weight: Font.Bold
        font.features: { "tnum": 1 }
        color: row.ink
    }
    Words {
        x: Theme.portrait ? at.x : 162 * Theme.unit
        y: Theme.portrait ? row.height - height - 8 * Theme.unit : (row.height - height) / 2
        width: (Theme.portrait ? row.width - took.width : 450 * Theme.unit) - x - 12 * Theme.unit
        text: row.place
        largest: Theme.small
        smallest: Theme.smallest
        tallest: (Theme.portrait ? 58 : 50) * Theme.unit
        color: row.ink
    }
    Words {
        id: took
        x: Theme.portrait ? row.width - width - 12 * Theme.unit : 452 * Theme.unit
        y: Theme.portrait ? row.height - height - 8 * Theme.unit : at.y
        width: 110 * Theme.unit
        horizontalAlignment: Theme.portrait ? Text.AlignRight : Text.AlignLeft
        text: row.took
        largest: Theme.small
        font.features: { "tnum": 1 }
        color: row.ink
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 12 * Theme.unit
        y: Theme.portrait ? 8 * Theme.unit : (row.height - height) / 2
        spacing: 6 * Theme.unit

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: row.over ? "overtime" : ""
            width: 26 * Theme.unit
            color: row.ink
        }
        Words {
            text: row.state_
            wrapMode: Text.NoWrap
            largest: Theme.small
            font.weight: Font.Bold
            color: row.ink
        }
    }
}
