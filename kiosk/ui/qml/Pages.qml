import QtQuick
import QtQuick.Layouts
import SmartPass

// All that a door's window shows: every page is made once, and `turn.page` says which one is shown.
Item {
    id: main

    required property TurnModel turn
    required property TilesModel tiles
    required property RoomModel room
    required property OutNowModel outNow
    required property TimeModel time
    required property PanelRowsModel panelRows
    required property PanelKeysModel panelKeys
    required property StripModel strip
    required property Touches touches

    anchors.fill: parent

    Binding {
        target: main.Window.window
        property: "title"
        value: main.room.room
    }

    Strip {
        id: above
        width: main.width
        model: main.strip
    }

    StackLayout {
        anchors.top: above.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        currentIndex: main.turn.page

        IdlePage {
            room: main.room
            time: main.time
            outNow: main.outNow
            touches: main.touches
        }
        ChoosePage {
            turn: main.turn
            tiles: main.tiles
            time: main.time
            touches: main.touches
        }
        OutPage {
            turn: main.turn
            touches: main.touches
        }
        AnswerPage {
            turn: main.turn
            time: main.time
            touches: main.touches
        }
        StartingPage {
            room: main.turn.name
            headline: main.turn.headline
            detail: main.turn.detail
        }
        PinPage {
            turn: main.turn
            time: main.time
            touches: main.touches
        }
        PanelPage {
            turn: main.turn
            time: main.time
            rows: main.panelRows
            keys: main.panelKeys
            touches: main.touches
        }
    }

    // Above everything and grabbing nothing: each touch gives more time, whatever else it does.
    Item {
        anchors.fill: parent

        PointHandler {
            onActiveChanged: if (active)
                main.touches.touch()
        }
    }
}
