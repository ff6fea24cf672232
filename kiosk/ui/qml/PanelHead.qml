import QtQuick
import SmartPass

// What stands above the staff's rows: one line in landscape, where height is short; two in portrait.
Item {
    id: head

    required property TurnModel turn

    height: Theme.portrait ? detail.y + detail.height : Math.max(headline.height, detail.height)

    Words {
        id: headline
        width: Theme.portrait ? head.width : head.width * 0.48
        objectName: "headline"
        text: head.turn.headline
        largest: Theme.body
        smallest: Theme.smallest
        tallest: (Theme.portrait ? 60 : 34) * Theme.unit
        font.weight: Font.Bold
    }
    Words {
        id: detail
        x: Theme.portrait ? 0 : head.width - width
        y: Theme.portrait ? headline.height : 0
        width: Theme.portrait ? head.width : head.width * 0.5
        horizontalAlignment: Theme.portrait ? Theme.start : Theme.end
        objectName: "detail"
        text: head.turn.detail
        largest: Theme.smallest
        color: Theme.faintInk
    }
}
