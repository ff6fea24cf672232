pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// The staff panel: a few rows with two things to touch each, and keys beside or below them. Names are as
// small as can be read at arm's length, so that nobody reads them from behind.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property PanelRowsModel rows
    required property PanelKeysModel keys
    required property Touches touches
    readonly property real across: width - 2 * Theme.margin
    readonly property real beside: Theme.portrait ? 0 : below.width + Theme.gap

    PanelHead {
        id: head
        x: Theme.margin
        y: 8 * Theme.unit
        width: page.across
        turn: page.turn
    }

    Column {
        x: Theme.margin
        y: head.y + head.height + 6 * Theme.unit
        spacing: 6 * Theme.unit

        Repeater {
            model: page.rows

            PanelRow {
                width: page.across - page.beside
                touches: page.touches
            }
        }
    }

    PanelKeys {
        id: below
        x: page.width - width - Theme.margin
        y: page.height - height - 16 * Theme.unit
        width: Theme.portrait ? page.across : 282 * Theme.unit
        columns: Theme.portrait ? 3 : 2
        rows: Theme.portrait ? 3 : 4
        keyHeight: 80 * Theme.unit
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
