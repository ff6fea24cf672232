pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// Students: staff mark whom they make passes for, and find them by name with the letters. Names as small
// as on the panel, for the same reason.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property PickRowsModel rows
    required property PanelKeysModel keys
    required property PanelKeysModel letters
    required property Touches touches
    readonly property real across: width - 2 * Theme.margin
    readonly property bool finds: board.count > 0
    // Under a strip the words above give way to the letters.
    readonly property bool tight: finds && !Theme.portrait && height < 460 * Theme.unit

    PanelHead {
        id: head
        x: Theme.margin
        y: (page.finds ? 4 : 8) * Theme.unit
        width: page.across
        visible: !page.tight
        turn: page.turn
    }

    Grid {
        id: names
        x: Theme.margin
        y: page.tight ? 4 * Theme.unit : head.y + head.height + (page.finds ? 2 : 6) * Theme.unit
        readonly property int fits: columns * Math.floor((board.y - y + spacing) / (Theme.control + spacing))
        columns: Theme.portrait ? 2 : 3
        spacing: 8 * Theme.unit

        Repeater {
            model: page.rows

            PickRow {
                required property int index

                visible: index < names.fits
                width: (page.across - (names.columns - 1) * names.spacing) / names.columns
                touches: page.touches
            }
        }
    }

    PanelKeys {
        id: board
        x: Theme.margin
        y: below.y - (page.finds ? height + 4 * Theme.unit : 0)
        width: page.across
        columns: Theme.portrait ? 5 : 9
        rows: page.finds ? Math.ceil(27 / columns) : 0
        spacing: 4 * Theme.unit
        model: page.letters
        touches: page.touches
    }
    PanelKeys {
        id: below
        x: Theme.margin
        y: page.height - height - (page.finds ? 12 : 16) * Theme.unit
        width: page.across
        columns: 4
        spacing: 8 * Theme.unit
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
