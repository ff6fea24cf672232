import QtQuick

// One door's window. It is on the screen before Python has loaded anything but it; `filled` says that
// Pages.qml, which has all the rest, now lies over its starting page.
Window {
    id: main

    required property string room
    required property string headline
    required property string detail
    required property bool rightToLeft
    property bool filled: false

    color: Theme.paper
    title: room

    Binding { target: Theme; property: "width"; value: main.width }
    Binding { target: Theme; property: "height"; value: main.height }
    Binding { target: Theme; property: "rightToLeft"; value: main.rightToLeft }

    StartingPage {
        id: starting
        anchors.fill: parent
        transform: Flip { item: starting }
        visible: !main.filled
        room: main.room
        headline: main.headline
        detail: main.detail
    }
}
