import QtQuick

// The floor of an idle screen: a clock that ticks each second, and nothing else.
Window {
    width: 800
    height: 480
    visible: true

    Text {
        id: clock
        anchors.centerIn: parent
        font.pixelSize: 96
    }
    Timer {
        interval: 1000
        repeat: true
        running: true
        triggeredOnStart: true
        onTriggered: clock.text = Qt.formatTime(new Date(), "h:mm:ss")
    }
}
