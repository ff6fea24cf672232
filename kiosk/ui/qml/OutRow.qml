import QtQuick

// One student who is out, or called back by a hold, or who has an appointment now.
Rectangle {
    id: row

    required property string name
    required property string place
    required property string minutes
    required property string flag
    required property bool coming
    required property bool calledBack
    readonly property bool over: flag !== ""
    readonly property bool marked: coming || calledBack
    readonly property var look: Theme.tone(calledBack ? "hold" : over ? "overtime" : "go")
    readonly property color ink: over || marked ? look.ink : Theme.ink

    height: lines.height + 10 * Theme.unit
    radius: 16 * Theme.unit
    color: over || marked ? look.band : Theme.card

    Column {
        id: lines
        x: 16 * Theme.unit
        y: 5 * Theme.unit
        width: row.width - 2 * x

        Words {
            width: parent.width
            text: row.name
            largest: 30 * Theme.unit
            smallest: Theme.small
            tallest: 40 * Theme.unit
            font.weight: Font.Bold
            color: row.ink
        }
        Words {
            width: parent.width - (row.over ? 0 : minutes.width + (row.marked ? 44 : 10) * Theme.unit)
            text: row.place
            largest: Theme.small
            color: row.over || row.marked ? row.ink : Theme.faintInk
        }
        Row {
            height: minutes.height
            visible: row.over
            spacing: 6 * Theme.unit

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "overtime"
                width: 28 * Theme.unit
                color: row.ink
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: row.flag
                largest: Theme.small
                font.weight: Font.Bold
                color: row.ink
            }
        }
    }
    Icon {
        anchors.verticalCenter: minutes.verticalCenter
        x: minutes.x - width - 6 * Theme.unit
        name: row.calledBack ? "hold" : "bell"
        width: 28 * Theme.unit
        visible: row.marked
        color: row.ink
    }
    Words {
        id: minutes
        x: row.width - width - lines.x
        y: row.height - height - lines.y
        text: row.minutes
        wrapMode: Text.NoWrap
        largest: Theme.body
        font.weight: Font.Bold
        font.features: { "tnum": 1 }
        color: row.ink
    }
}
