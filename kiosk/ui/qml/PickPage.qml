pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// This room's students: staff mark whom they make passes for. Names as small as on the panel, for the
// same reason.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property PickRowsModel rows
    required property PanelKeysModel keys
    required property Touches touches
    readonly property real across: width - 2 * Theme.margin

    PanelHead {
        id: head
        x: Theme.margin
        y: 8 * Theme.unit
        width: page.across
        turn: page.turn
    }

    Grid {
        id: names
        x: Theme.margin
        y: head.y + head.height + 6 * Theme.unit
        columns: Theme.portrait ? 2 : 3
        spacing: 8 * Theme.unit

        Repeater {
            model: page.rows

            PickRow {
                width: (page.across - (names.columns - 1) * names.spacing) / names.columns
                touches: page.touches
            }
        }
    }

    Row {
        id: below
        readonly property int places: 3

        x: Theme.margin
        y: page.height - height - 16 * Theme.unit
        spacing: Theme.gap

        Repeater {
            model: page.keys

            Control {
                required property string act

                objectName: `panel-${act}`
                width: (page.across - (below.places - 1) * below.spacing) / below.places
                textSize: Theme.small
                fill: act === "close" ? Theme.ink : act === "send" ? Theme.go.band : Theme.card
                ink: act === "close" ? Theme.card : act === "send" ? Theme.go.ink : Theme.ink
                border.width: 2 * Theme.unit
                border.color: act === "send" ? Theme.go.band : Theme.faintInk
                onActivated: act === "close" ? page.touches.leave() : page.touches.panel(act, "")
            }
        }
    }

    TimeBar {
        y: page.height - height
        width: page.width
        radius: 0
        time: page.time
    }
}
