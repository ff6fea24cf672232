pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// The settings file can't be used: which keys, what is allowed there, and what to do. For whoever mends it.
Rectangle {
    id: page

    required property TurnModel turn
    required property FaultsModel faults
    readonly property var look: Theme.tone(turn.tone)
    readonly property real edge: Theme.margin
    property int shown: 0

    // As many as there is room for, and the first one in any case.
    function countShown() {
        const room = cure.y - rows.y - moreWords.height - 2 * Theme.gap;
        let count = 0;
        for (let n = 0; n < repeater.count; n++) {
            const row = repeater.itemAt(n);
            if (row === null || n > 0 && row.y + row.height > room)
                break;
            count++;
        }
        shown = count;
    }

    color: look.band
    onHeightChanged: countShown()

    Icon {
        id: symbol
        x: page.edge
        y: page.edge
        width: 64 * Theme.unit
        name: page.turn.icon
        color: page.look.ink
    }
    Words {
        id: headline
        x: symbol.x + symbol.width + Theme.gap
        y: symbol.y + (symbol.height - height) / 2
        width: page.width - x - page.edge
        objectName: "headline"
        text: page.turn.headline
        largest: Theme.title
        smallest: Theme.body
        tallest: 100 * Theme.unit
        font.weight: Font.Bold
        color: page.look.ink
    }
    Words {
        id: file
        x: page.edge
        y: Math.max(symbol.y + symbol.height, headline.y + headline.height) + 8 * Theme.unit
        width: page.width - 2 * page.edge
        objectName: "detail"
        text: page.turn.detail
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        largest: Theme.small
        color: page.look.ink
    }

    Column {
        id: rows
        x: page.edge
        y: file.y + file.height + Theme.gap
        width: page.width - 2 * page.edge
        spacing: Theme.gap
        onHeightChanged: page.countShown()
        onYChanged: page.countShown()

        Repeater {
            id: repeater
            model: page.faults
            onCountChanged: page.countShown()

            Column {
                id: fault

                required property int index
                required property string what
                required property string cure

                width: rows.width
                opacity: index < page.shown ? 1 : 0

                Words {
                    width: fault.width
                    text: fault.what
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                    largest: Theme.body
                    font.weight: Font.Bold
                    color: page.look.ink
                }
                Words {
                    width: fault.width
                    text: fault.cure
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                    largest: Theme.small
                    color: Theme.card
                }
            }
        }
    }

    Words {
        id: moreWords
        x: page.edge
        y: cure.y - height - Theme.gap
        visible: page.shown < repeater.count
        text: page.turn.step.split("\n")[repeater.count - page.shown] ?? ""
        largest: Theme.small
        font.weight: Font.Bold
        color: page.look.ink
    }
    Words {
        id: cure
        x: page.edge
        y: page.height - height - page.edge
        width: page.width - 2 * page.edge
        objectName: "cure"
        text: page.turn.place
        largest: Theme.body
        smallest: Theme.small
        tallest: 100 * Theme.unit
        font.weight: Font.Bold
        color: Theme.card
        onYChanged: page.countShown()
    }
}
