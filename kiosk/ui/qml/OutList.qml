pragma ComponentBehavior: Bound

import QtQuick
import SmartPass

// Who is out from this room: as many as there is room for, and how many more.
Item {
    id: list

    required property RoomModel room
    required property OutNowModel rows
    // Of the list's end, for something so wide beside how many more there are.
    property real kept: 0
    property real keptWidth: 0
    readonly property real roomForRows: height - kept - rowsColumn.y
    property int shown: 0

    // Rows are as tall as their names need, so only the laid-out column knows how many it can show.
    function countShown() {
        let all = roomForRows;
        let count = 0;
        const reserve = rowsColumn.height > all && kept === 0 ? moreWords.height + 4 * Theme.unit : 0;
        for (let n = 0; n < repeater.count; n++) {
            const row = repeater.itemAt(n);
            if (row === null || row.y + row.height > all - reserve)
                break;
            count++;
        }
        shown = count;
    }

    onRoomForRowsChanged: countShown()

    Row {
        id: heading
        visible: repeater.count > 0
        spacing: 8 * Theme.unit

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "out"
            width: 32 * Theme.unit
            color: Theme.faintInk
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            width: list.width - 40 * Theme.unit
            text: list.room.outNow
            largest: Theme.body
            font.weight: Font.Bold
            color: Theme.faintInk
        }
    }

    Rectangle {
        width: list.width
        height: Math.min(list.height - list.kept, 344 * Theme.unit)
        radius: 28 * Theme.unit
        visible: repeater.count === 0
        color: Theme.card

        Column {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.margin
            spacing: Theme.gap

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "everyone"
                width: 110 * Theme.unit
                color: Theme.go.band
            }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: list.room.everyoneHere
                largest: Theme.lead
                font.weight: Font.Bold
                color: Theme.faintInk
            }
        }
    }

    Column {
        id: rowsColumn
        y: heading.height + 6 * Theme.unit
        width: list.width
        spacing: 8 * Theme.unit
        onHeightChanged: list.countShown()

        Repeater {
            id: repeater
            model: list.rows
            onCountChanged: list.countShown()

            OutRow {
                required property int index

                width: rowsColumn.width
                opacity: index < list.shown ? 1 : 0
            }
        }
    }

    Words {
        id: moreWords
        y: list.height - (list.kept > 0 ? list.kept / 2 + height / 2 : height)
        width: list.kept > 0 ? list.width - list.keptWidth - Theme.gap : list.width
        visible: list.shown < repeater.count
        text: list.room.more.split("\n")[repeater.count - list.shown] ?? ""
        largest: Theme.small
        font.weight: Font.Bold
        color: Theme.faintInk
    }
}
