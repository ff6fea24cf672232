import QtQuick

// Something to touch: an icon and a word in a shape of a finger's size.
Rectangle {
    id: control

    required property string words
    property string icon: ""
    property color fill: Theme.ink
    property color ink: Theme.card
    property real textSize: Theme.body
    // Words as wide as this stand in two lines; 0: in one, however long.
    property real wrapsAt: 0

    signal activated

    implicitWidth: 176 * Theme.unit
    implicitHeight: Theme.control
    radius: Theme.radius
    visible: words !== ""
    color: tap.pressed ? Qt.tint(fill, Qt.alpha(ink, 0.25)) : fill

    Accessible.role: Accessible.Button
    Accessible.name: words
    Accessible.onPressAction: activated()

    Row {
        anchors.centerIn: parent
        spacing: 8 * Theme.unit

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: control.icon
            width: control.textSize * 1.2
            color: control.ink
        }
        Words {
            id: label
            anchors.verticalCenter: parent.verticalCenter
            text: control.words
            width: control.wrapsAt > 0 ? control.wrapsAt : implicitWidth
            largest: control.textSize
            wrapMode: control.wrapsAt > 0 ? Text.Wrap : Text.NoWrap
            horizontalAlignment: Text.AlignHCenter
            font.weight: Font.Bold
            color: control.ink
        }
    }

    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: control.activated()
    }
}
