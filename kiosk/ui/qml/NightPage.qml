import QtQuick
import SmartPass

// Nobody is expected: few pixels are lit, and none for long. A touch or a card brings the idle page back.
Rectangle {
    id: page

    required property TurnModel turn
    required property TimeModel time

    color: Theme.night.band

    Column {
        // Wanders over a part of the screen, minute by minute.
        x: (page.width - width) * (0.3 + 0.1 * page.time.drift)
        y: (page.height - height) * (0.15 + 0.175 * page.time.drift)
        width: page.width * 0.8

        Words {
            width: parent.width
            objectName: "clock"
            horizontalAlignment: Text.AlignHCenter
            text: page.time.clock
            wrapMode: Text.NoWrap
            largest: Theme.far
            font.features: { "tnum": 1 }
            color: Theme.night.ink
        }
        Words {
            width: parent.width
            objectName: "room"
            horizontalAlignment: Text.AlignHCenter
            text: page.turn.name
            largest: Theme.body
            color: Theme.night.ink
        }
        Words {
            width: parent.width
            objectName: "headline"
            horizontalAlignment: Text.AlignHCenter
            text: page.turn.headline
            largest: Theme.body
            color: Theme.night.ink
        }
    }
}
