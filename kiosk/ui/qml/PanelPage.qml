pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// The staff panel: a few rows with two things to touch each, and keys below. Names are as small as can
// be read at arm's length, so that nobody reads them from behind.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property PanelRowsModel rows
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

    Column {
        x: Theme.margin
        y: head.y + head.height + 6 * Theme.unit
        spacing: 6 * Theme.unit

        Repeater {
            model: page.rows

            PanelRow {
                width: page.across
                touches: page.touches
            }
        }
    }

    Grid {
        id: below
        x: Theme.margin
        y: page.height - height - 16 * Theme.unit
        columns: Theme.portrait ? 3 : 6
        spacing: (Theme.portrait ? 12 : 6) * Theme.unit

        Repeater {
            model: page.keys

            Control {
                required property string act

                objectName: `panel-${act}`
                width: (page.across - (below.columns - 1) * below.spacing) / below.columns
                textSize: Theme.small
                fill: act === "close" ? Theme.ink : Theme.card
                ink: act === "close" ? Theme.card : Theme.ink
                border.width: 2 * Theme.unit
                border.color: Theme.faintInk
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
