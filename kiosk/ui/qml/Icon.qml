import QtQuick
import QtQuick.Shapes

// One symbol of Icons.qml, as large as it is wide.
Item {
    id: icon

    required property string name
    property color color: Theme.ink

    implicitWidth: Theme.body
    implicitHeight: width
    height: width
    visible: name !== ""
    // An arrow points where the page is read to.
    transform: Flip { item: icon; on: Theme.rightToLeft && !Icons.directional.includes(icon.name) }

    Shape {
        // The symbols' own box is 960 wide and hangs above the origin.
        y: icon.width

        ShapePath {
            fillColor: icon.color
            strokeWidth: -1
            scale: Qt.size(icon.width / 960, icon.width / 960)

            PathSvg { path: icon.name === "" ? "" : Icons.paths[icon.name] }
        }
    }
}
