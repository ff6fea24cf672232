import QtQuick

// Leads to the other languages: a symbol that needs none, and what this one calls itself.
Rectangle {
    id: key

    required property string words
    property color ink: Theme.ink
    property color fill: Theme.card

    signal activated

    objectName: "language"
    width: 100 * Theme.unit
    height: Theme.control
    radius: Theme.radius
    visible: words !== ""
    color: tap.pressed ? Qt.tint(fill, Qt.alpha(ink, 0.25)) : fill
    border.width: 2 * Theme.unit
    border.color: ink

    Accessible.role: Accessible.Button
    Accessible.name: words
    Accessible.onPressAction: activated()

    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 8 * Theme.unit
        name: "language"
        width: 34 * Theme.unit
        color: key.ink
    }
    Words {
        anchors.horizontalCenter: parent.horizontalCenter
        y: key.height - height - 6 * Theme.unit
        text: key.words
        wrapMode: Text.NoWrap
        largest: Theme.smallest
        font.weight: Font.Bold
        color: key.ink
    }

    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: key.activated()
    }
}
