import QtQuick

// The floor of a window: all of it is drawn anew when `on` changes, and there is nothing in it.
Window {
    property bool on: false

    width: 800
    height: 480
    visible: true
    color: on ? "white" : "black"
}
