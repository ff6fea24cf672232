import QtQuick
import SmartPass

// How much of a turn's time is left; in its last seconds it stands taller.
Rectangle {
    id: bar

    required property TimeModel time
    property color fill: Theme.ink
    property color track: Theme.rule

    implicitHeight: time.hurry ? 1.6 * Theme.bar : Theme.bar
    radius: height / 2
    color: track
    visible: time.leftWords !== ""

    Rectangle {
        objectName: "time-left"
        width: Math.max(bar.height, bar.width * bar.time.left)
        height: bar.height
        radius: height / 2
        color: bar.fill
    }
}
