pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// One question to staff: answers to touch, or something to count up and down, and the way back.
Item {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property PanelKeysModel choices
    required property PanelKeysModel steps
    required property PanelKeysModel keys
    required property Touches touches
    readonly property real across: width - 2 * Theme.margin
    readonly property real under: head.y + head.height + Theme.gap
    readonly property real stepsTop: answers.count > 0 ? answers.y + answers.height + Theme.gap : under

    PanelHead {
        id: head
        x: Theme.margin
        y: 8 * Theme.unit
        width: page.across
        turn: page.turn
    }

    PanelKeys {
        id: answers
        x: Theme.margin
        y: page.under
        width: page.across
        columns: Theme.portrait || count < 5 ? 2 : 3
        rows: Math.ceil(count / columns)
        keyHeight: 84 * Theme.unit
        spacing: Theme.gap
        model: page.choices
        touches: page.touches
    }

    Words {
        id: counted
        x: Theme.margin
        y: page.stepsTop + (Theme.portrait ? 0 : (stepping.height - height) / 2)
        width: Theme.portrait ? page.across : page.across * 0.4
        visible: text !== ""
        objectName: "count"
        text: page.turn.count
        largest: Theme.title
        smallest: Theme.lead
        tallest: 100 * Theme.unit
        horizontalAlignment: Text.AlignHCenter
        font.weight: Font.Bold
        font.features: { "tnum": 1 }
    }
    PanelKeys {
        id: stepping
        x: page.width - width - Theme.margin
        y: page.stepsTop + (Theme.portrait ? counted.height + Theme.gap : 0)
        width: Theme.portrait ? page.across : page.across * 0.58
        columns: answers.count > 0 ? 2 : 4
        keyHeight: (answers.count > 0 ? 80 : 96) * Theme.unit
        model: page.steps
        touches: page.touches
    }

    PanelKeys {
        x: Theme.margin
        y: page.height - height - 16 * Theme.unit
        width: page.across
        columns: 2
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
