import QtQuick

// The door knows nothing yet. Asks for no model, so that it can stand before there is one.
Rectangle {
    id: page

    required property string room
    required property string headline
    required property string detail
    readonly property var look: Theme.tone("ready")
    readonly property real side: Theme.portrait ? 128 * Theme.unit : 184 * Theme.unit
    readonly property real edge: 28 * Theme.unit

    color: look.band

    Rectangle {
        id: disc
        x: page.edge
        y: page.edge
        width: page.side
        height: width
        radius: width / 2
        color: Qt.alpha(page.look.ink, 0.14)

        Icon {
            anchors.centerIn: parent
            width: disc.width * 0.62
            name: "start"
            color: page.look.ink
        }
    }

    Column {
        readonly property real above: Theme.portrait ? disc.y + disc.height : 0
        x: Theme.portrait ? page.edge : page.side + 2 * page.edge
        y: above + Math.max(Theme.margin, (page.height - above - height) / 2)
        width: page.width - x - page.edge
        spacing: 10 * Theme.unit

        Words {
            width: parent.width
            objectName: "name"
            text: page.room
            visible: text !== ""
            largest: Theme.title
            smallest: Theme.small
            tallest: 104 * Theme.unit
            font.weight: Font.Bold
            color: page.look.ink
        }
        Words {
            width: parent.width
            objectName: "headline"
            text: page.headline
            largest: Theme.far
            smallest: 58 * Theme.unit
            tallest: 210 * Theme.unit
            font.weight: Font.Bold
            color: page.look.ink
        }
        Words {
            width: parent.width
            objectName: "detail"
            text: page.detail
            largest: Theme.lead
            smallest: Theme.small
            tallest: 136 * Theme.unit
            color: page.look.ink
        }
    }
}
