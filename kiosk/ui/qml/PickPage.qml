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

    PanelKeys {
        x: Theme.margin
        y: page.height - height - 16 * Theme.unit
        width: page.across
        columns: 3
        spacing: Theme.gap
        model: page.keys
        touches: page.touches
    }

    TimeBar {
        y: page.height - height
        width: page.width
        radius: 0
        time: page.time
    }
}
