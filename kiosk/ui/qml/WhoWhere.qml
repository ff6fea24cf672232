import QtQuick

// Whose turn it is, and where to; the place goes below the name when the two are too long for a line.
Flow {
    id: flow

    required property string name
    required property string place
    required property color ink
    property real size: Theme.lead
    readonly property bool crowded: name.length + place.length > (Theme.portrait ? 22 : 32)
    readonly property real textSize: crowded ? Theme.body : size

    spacing: 8 * Theme.unit
    visible: name !== ""

    Words {
        objectName: "name"
        width: Math.min(implicitWidth, flow.width)
        text: flow.name
        largest: flow.textSize
        font.weight: Font.Bold
        color: flow.ink
    }
    Row {
        visible: flow.place !== ""
        spacing: 8 * Theme.unit

        Icon {
            id: arrow
            name: "to"
            width: flow.textSize * 1.144
            color: flow.ink
        }
        Words {
            objectName: "place"
            width: Math.min(implicitWidth, flow.width - arrow.width - parent.spacing)
            text: flow.place
            largest: flow.textSize
            color: flow.ink
        }
    }
}
