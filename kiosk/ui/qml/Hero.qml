import QtQuick
import SmartPass

// The idle page's one large word: what a card does here now.
Rectangle {
    id: hero

    required property RoomModel room
    readonly property var look: Theme.tone(room.tone)
    readonly property real pad: 24 * Theme.unit
    // In landscape the height is given and the words shrink to it; in portrait they need what they need.
    property bool bounded: true
    readonly property bool tight: bounded && height < 335 * Theme.unit

    implicitHeight: headline.y + headline.height + foot.height + 22 * Theme.unit

    radius: 28 * Theme.unit
    color: look.band

    Words {
        id: headline
        objectName: "headline"
        x: hero.pad
        y: 8 * Theme.unit
        width: hero.width - 2 * hero.pad
        text: hero.room.headline
        largest: 104 * Theme.unit
        smallest: Theme.farSmallest
        tallest: hero.bounded ? hero.height - y - foot.height - 14 * Theme.unit : 216 * Theme.unit
        font.weight: Font.Bold
        color: hero.look.ink
    }

    Item {
        id: foot
        x: hero.pad
        y: hero.height - height - 10 * Theme.unit
        width: hero.width - 2 * hero.pad
        height: detail.visible ? Math.max(detail.height, 84 * Theme.unit) : Math.max(places.visible ? places.height : 0, 84 * Theme.unit)

        Icon {
            id: symbol
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(84 * Theme.unit, places.visible ? Math.max(places.height, 64 * Theme.unit) : Infinity)
            name: hero.room.icon
            color: hero.look.ink
        }
        Row {
            id: places
            objectName: "places"
            anchors.verticalCenter: parent.verticalCenter
            visible: hero.room.placesWords !== "" && hero.room.detail === ""
            spacing: 14 * Theme.unit

            Words {
                id: number
                text: hero.room.places
                largest: Theme.portrait || hero.tight ? Theme.farSmallest : Theme.far
                font.weight: Font.Bold
                font.features: { "tnum": 1 }
                color: hero.room.placesTone === "ask" ? Theme.ask.band : hero.look.ink
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: foot.width - number.width - symbol.width - 28 * Theme.unit
                text: hero.room.placesWords
                largest: Theme.lead
                smallest: Theme.small
                tallest: Math.max(number.height, 84 * Theme.unit)
                color: hero.look.ink
            }
        }
        Words {
            id: detail
            anchors.verticalCenter: parent.verticalCenter
            width: foot.width - symbol.width - Theme.gap
            visible: text !== ""
            text: hero.room.detail
            largest: Theme.lead
            smallest: Theme.small
            tallest: 110 * Theme.unit
            color: hero.look.ink
        }
    }
}
