pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// A student's own passes of the last days. Words no larger than on the panel: they are for whoever stands here.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property RecordRowsModel rows
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
        width: page.across
        spacing: 5 * Theme.unit

        Repeater {
            model: page.rows

            RecordRow {
                width: page.across
            }
        }
    }

    Words {
        objectName: "step"
        x: Theme.margin + leave.width + Theme.gap
        y: leave.y + (leave.height - height) / 2
        width: page.across - leave.width - Theme.gap
        horizontalAlignment: Text.AlignRight
        text: page.turn.step
        largest: Theme.smallest
        color: Theme.faintInk
    }
    Control {
        id: leave
        objectName: "cancel"
        x: Theme.margin
        y: page.height - height - 16 * Theme.unit
        words: page.turn.leave
        onActivated: page.touches.leave()
    }

    TimeBar {
        y: page.height - height
        width: page.width
        radius: 0
        time: page.time
    }
}
