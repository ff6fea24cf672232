pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// Waits for a card.
Item {
    id: page

    required property RoomModel room
    required property TimeModel time
    required property OutNowModel outNow
    required property Touches touches

    component ForgotCard: Control {
        objectName: "forgot-card"
        words: page.room.forgot
        textSize: Theme.small
        fill: "transparent"
        ink: Theme.faintInk
        border.width: 2 * Theme.unit
        border.color: Theme.rule
        onActivated: page.touches.forgotCard()
    }

    Item {
        id: frame
        // Stands aside a little, minute by minute, so that nothing burns in.
        x: Theme.margin + (page.time.drift - 2) * Theme.unit
        y: 12 * Theme.unit + page.time.drift * Theme.unit
        width: page.width - 2 * Theme.margin
        height: page.height - Theme.margin - 12 * Theme.unit

        Words {
            id: clock
            anchors.right: parent.right
            objectName: "clock"
            text: page.time.clock
            wrapMode: Text.NoWrap
            largest: Theme.portrait ? Theme.farSmallest : 84 * Theme.unit
            font.weight: Font.Bold
            font.features: { "tnum": 1 }
        }
        Words {
            id: roomName
            objectName: "room"
            y: Theme.portrait ? clock.height - height : (clock.height - height - bell.height) / 2 - 4 * Theme.unit
            width: frame.width - clock.width - Theme.gap - (beside.visible ? beside.width + Theme.gap : 0)
            text: page.room.room
            largest: Theme.title
            smallest: Theme.body
            tallest: Theme.portrait ? 90 * Theme.unit : 72 * Theme.unit
            font.weight: Font.Bold
        }
        Row {
            id: bell
            objectName: "bell"
            y: Theme.portrait ? clock.height : roomName.y + roomName.height
            spacing: 6 * Theme.unit
            visible: page.time.bell !== ""

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "bell"
                width: 28 * Theme.unit
                color: Theme.faintInk
            }
            Words {
                text: page.time.bell
                largest: 26 * Theme.unit
                font.features: { "tnum": 1 }
                color: Theme.faintInk
            }
        }

        // Staff without a badge touch the room's name: nothing that invites a student to.
        Item {
            objectName: "staff-pin"
            y: Math.min(roomName.y, bell.y)
            width: roomName.width
            height: Math.max(Theme.control, bell.y + bell.height - y)
            Accessible.role: Accessible.Button
            Accessible.name: page.room.room
            Accessible.onPressAction: page.touches.pin()

            TapHandler {
                gesturePolicy: TapHandler.ReleaseWithinBounds
                onTapped: page.touches.pin()
            }
        }

        Hero {
            id: hero
            y: Theme.portrait ? bell.y + bell.height + Theme.gap : clock.height - 4 * Theme.unit
            width: Theme.portrait ? frame.width : frame.width * 0.61
            height: Theme.portrait ? Math.max(280 * Theme.unit, implicitHeight) : frame.height - y
            bounded: !Theme.portrait
            room: page.room
        }
        OutList {
            x: Theme.portrait ? 0 : hero.width + 16 * Theme.unit
            y: Theme.portrait ? hero.y + hero.height + 16 * Theme.unit : hero.y
            width: frame.width - x
            height: frame.height - y
            kept: below.visible ? below.height + Theme.gap : 0
            keptWidth: below.width
            room: page.room
            rows: page.outNow
        }
        // Where the list of those who are out loses nothing by it.
        ForgotCard {
            id: beside
            x: clock.x - width - Theme.gap
            y: (clock.height - height) / 2
            width: 176 * Theme.unit
            wrapsAt: width - 16 * Theme.unit
            visible: words !== "" && !Theme.portrait
        }
        ForgotCard {
            id: below
            anchors.right: parent.right
            y: frame.height - height
            width: 236 * Theme.unit
            wrapsAt: width - 16 * Theme.unit
            visible: words !== "" && Theme.portrait
        }
    }
}
