import QtQuick

// One place to go: what it is, how it stands in colour, icon and words, and what to do next.
Rectangle {
    id: tile

    required property string destination
    required property string name
    required property string icon
    required property string tone
    required property string stateIcon
    required property string step
    // `state` is every Item's own property; the model's word of that name comes in by the role.
    required property string stateWords
    readonly property bool hasState: stateWords !== ""
    readonly property var look: Theme.tone(tone)
    readonly property bool closed: tone === "no"

    signal chosen

    objectName: destination === "" ? "more-places" : "tile-" + destination
    radius: Theme.radius
    color: tap.pressed ? Theme.rule : closed ? Theme.closed : Theme.card
    border.width: (hasState ? 3 : 2) * Theme.unit
    border.color: hasState ? look.band : Theme.rule

    Accessible.role: Accessible.Button
    Accessible.name: name + ", " + stateWords + ", " + step
    Accessible.onPressAction: chosen()

    Icon {
        id: symbol
        x: (Theme.portrait ? 12 : 14) * Theme.unit
        y: (band.y - height) / 2
        width: Math.min((Theme.portrait ? 42 : 52) * Theme.unit, band.y - 8 * Theme.unit)
        name: tile.icon
        color: tile.closed ? Theme.faintInk : Theme.ink
    }
    Words {
        x: symbol.x + symbol.width + 8 * Theme.unit
        y: (band.y - height) / 2
        width: tile.width - x - 8 * Theme.unit
        text: tile.name
        largest: 32 * Theme.unit
        smallest: Theme.smallest
        tallest: band.y - 6 * Theme.unit
        font.weight: Font.Bold
        color: tile.closed ? Theme.faintInk : Theme.ink
    }

    Rectangle {
        id: band
        y: tile.height - height
        width: tile.width
        height: tile.hasState ? (tile.height < 150 * Theme.unit ? 66 : 68) * Theme.unit : 0
        visible: tile.hasState
        color: tile.look.band
        bottomLeftRadius: tile.radius
        bottomRightRadius: tile.radius

        Icon {
            id: mark
            x: (Theme.portrait ? 10 : 12) * Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            width: (Theme.portrait ? 34 : 38) * Theme.unit
            name: tile.stateIcon
            color: tile.look.ink
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            // Arabic letters reach further down than up.
            anchors.verticalCenterOffset: Theme.rightToLeft ? -3 * Theme.unit : 0
            x: mark.x + mark.width + 6 * Theme.unit
            width: band.width - x - 6 * Theme.unit

            Words {
                width: parent.width
                text: tile.stateWords
                largest: 27 * Theme.unit
                smallest: Theme.smallest
                tallest: 38 * Theme.unit
                font.weight: Font.Bold
                color: tile.look.ink
            }
            Words {
                width: parent.width
                text: tile.step
                largest: Theme.smallest
                color: tile.look.ink
            }
        }
    }

    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: tile.chosen()
    }
}
