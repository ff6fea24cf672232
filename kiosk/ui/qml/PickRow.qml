import QtQuick
import SmartPass

// One student's name to touch: marked, it has a symbol and another colour.
Rectangle {
    id: row

    required property string id
    required property string name
    required property bool marked
    required property Touches touches
    readonly property color ink: marked ? Theme.go.ink : Theme.ink
    readonly property color fill: marked ? Theme.go.band : Theme.card

    objectName: `pick-${id}`
    height: Theme.control
    radius: 16 * Theme.unit
    color: tap.pressed ? Qt.tint(fill, Qt.alpha(ink, 0.25)) : fill
    border.width: 2 * Theme.unit
    border.color: marked ? Theme.go.band : Theme.faintInk

    Accessible.role: Accessible.CheckBox
    Accessible.name: name
    Accessible.checkable: true
    Accessible.checked: marked
    Accessible.onPressAction: row.touches.mark(row.id)

    Item {
        id: mark
        x: 10 * Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        width: 28 * Theme.unit
        height: width

        Rectangle {
            anchors.centerIn: parent
            width: 24 * Theme.unit
            height: width
            radius: width / 2
            visible: !row.marked
            color: row.fill
            border.width: 3 * Theme.unit
            border.color: Theme.faintInk
        }
        Icon {
            anchors.centerIn: parent
            name: row.marked ? "go" : ""
            width: parent.width
            color: row.ink
        }
    }
    Words {
        x: mark.x + mark.width + 6 * Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        width: row.width - x - 8 * Theme.unit
        text: row.name
        largest: Theme.small
        smallest: Theme.smallest
        tallest: 72 * Theme.unit
        font.weight: Font.Bold
        color: row.ink
    }
    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: row.touches.mark(row.id)
    }
}
