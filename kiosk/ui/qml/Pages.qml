pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// All that a door's window shows: every page is made once, those for staff when they are first shown, and
// `turn.page` says which one is shown.
Item {
    id: main

    // `turn` says which page is shown; each page has its own, and only the one shown is kept up to date.
    required property TurnModel turn
    required property TurnModel chooseTurn
    required property TurnModel outTurn
    required property TurnModel answerTurn
    required property TurnModel startingTurn
    required property TurnModel pinTurn
    required property TurnModel panelTurn
    required property TurnModel pickTurn
    required property TurnModel sheetTurn
    required property TurnModel typeTurn
    required property TurnModel recordTurn
    required property TilesModel tiles
    required property RoomModel room
    required property OutNowModel outNow
    required property TimeModel time
    required property TimeModel chooseTime
    required property TimeModel answerTime
    required property TimeModel pinTime
    required property TimeModel panelTime
    required property TimeModel pickTime
    required property TimeModel sheetTime
    required property TimeModel typeTime
    required property TimeModel recordTime
    required property PanelRowsModel panelRows
    required property PanelKeysModel panelKeys
    required property PickRowsModel pickRows
    required property PanelKeysModel pickKeys
    required property TurnModel settingsTurn
    required property TurnModel nightTurn
    required property TimeModel nightTime
    required property FaultsModel faults
    required property RecordRowsModel recordRows
    required property PanelKeysModel letters
    required property PanelKeysModel sheetChoices
    required property PanelKeysModel sheetSteps
    required property PanelKeysModel sheetKeys
    required property PanelKeysModel languages
    required property StripModel strip
    required property LightModel light
    required property Touches touches

    anchors.fill: parent
    transform: Flip { item: main }

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

    // Of its children the one is shown whose place is the number of the page.
    Item {
        id: pages

        readonly property int current: main.turn.page

        function turnTo() {
            for (let place = 0; place < children.length; ++place)
                children[place].visible = place === current;
        }

        anchors.top: above.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        onCurrentChanged: turnTo()
        Component.onCompleted: turnTo()

        IdlePage {
            anchors.fill: parent
            room: main.room
            time: main.time
            outNow: main.outNow
            touches: main.touches
        }
        ChoosePage {
            anchors.fill: parent
            turn: main.chooseTurn
            tiles: main.tiles
            time: main.chooseTime
            onLanguages: sheet.visible = true
            touches: main.touches
        }
        OutPage {
            anchors.fill: parent
            turn: main.outTurn
            touches: main.touches
        }
        AnswerPage {
            anchors.fill: parent
            turn: main.answerTurn
            time: main.answerTime
            onLanguages: sheet.visible = true
            touches: main.touches
        }
        StartingPage {
            anchors.fill: parent
            room: main.startingTurn.name
            headline: main.startingTurn.headline
            detail: main.startingTurn.detail
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: PinPage {
                turn: main.pinTurn
                time: main.pinTime
                touches: main.touches
            }
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: PanelPage {
                turn: main.panelTurn
                time: main.panelTime
                rows: main.panelRows
                keys: main.panelKeys
                touches: main.touches
            }
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: PickPage {
                turn: main.pickTurn
                time: main.pickTime
                rows: main.pickRows
                keys: main.pickKeys
                letters: main.letters
                touches: main.touches
            }
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: SettingsPage {
                turn: main.settingsTurn
                faults: main.faults
            }
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: SheetPage {
                turn: main.sheetTurn
                time: main.sheetTime
                choices: main.sheetChoices
                steps: main.sheetSteps
                keys: main.sheetKeys
                touches: main.touches
            }
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: TypePage {
                turn: main.typeTurn
                time: main.typeTime
                touches: main.touches
            }
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: NightPage {
                turn: main.nightTurn
                time: main.nightTime
            }
        }
        LaterPage {
            anchors.fill: parent
            sourceComponent: RecordPage {
                turn: main.recordTurn
                time: main.recordTime
                rows: main.recordRows
                touches: main.touches
            }
        }
    }

    // Over the page of a turn, until a language is chosen or the turn goes on.
    LaterPage {
        id: sheet
        anchors.fill: pages
        visible: false
        sourceComponent: LanguageSheet {
            languages: main.languages
            touches: main.touches
            onDone: sheet.visible = false
        }
    }
    Connections {
        target: main.turn
        function onWordsChanged() { sheet.visible = false; }
        function onPageChanged() { sheet.visible = false; }
    }

    // Where the screen's own light can't be set, the picture is darkened.
    Rectangle {
        anchors.fill: parent
        objectName: "darkness"
        visible: main.light.brightness < 100
        color: "black"
        opacity: (100 - main.light.brightness) / 100 * 0.85
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
