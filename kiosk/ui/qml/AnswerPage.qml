import QtQuick
import SmartPass

// One answer, readable across the room: an icon, a few words, at most two controls and the way to urgent.
Rectangle {
    id: page

    required property TurnModel turn
    required property TimeModel time
    required property Touches touches

    // The student wants another language.
    signal languages

    readonly property var look: Theme.tone(turn.tone)
    readonly property real side: Theme.portrait ? 128 * Theme.unit : 184 * Theme.unit
    readonly property real edge: 28 * Theme.unit
    // In portrait the two ways out share a row.
    readonly property real begin: edge + (Theme.portrait && speaks.visible ? speaks.width + Theme.gap : 0)
    readonly property real across: width - edge - begin
    readonly property real besideUrgent: !Theme.portrait ? side : urgent.visible ? (across - Theme.gap) / 2 : across

    color: look.band

    Rectangle {
        id: disc
        x: page.edge + (page.side - width) / 2
        y: page.edge
        // In landscape the controls stand below it, and keep clear of it under a tall strip.
        width: Theme.portrait ? page.side : Math.min(page.side, speaks.visible ? speaks.y - y - Theme.gap : urgent.visible ? urgent.y - y - Theme.gap : page.side)
        height: width
        radius: width / 2
        color: Qt.alpha(page.look.ink, 0.14)

        Icon {
            anchors.centerIn: parent
            width: disc.width * 0.62
            name: page.turn.icon
            color: page.look.ink
        }
    }

    // Landscape: all words beside the disc, the way out below it. Portrait: all in one column.
    WhoWhere {
        id: beside
        readonly property real besides: page.side + 2 * page.edge
        x: besides
        y: Math.max(10 * Theme.unit, disc.y + (disc.height - height) / 2)
        width: page.width - besides - page.edge
        name: Theme.portrait ? page.turn.name : ""
        place: page.turn.place
        ink: page.look.ink
        size: Theme.title
    }

    Column {
        id: column
        readonly property real above: Theme.portrait ? Math.max(disc.y + disc.height, beside.y + beside.height) : 0
        readonly property real roomFor: (end.visible || other.visible || notBack.visible || goNow.visible || reasons.visible || pin.visible || yes.visible || undo.visible ? end.y : Theme.portrait && leave.visible ? leave.y : page.height) - above
        readonly property real others: (name.visible ? name.height + spacing : 0) + (detail.visible ? detail.height + spacing : 0) + (step.visible ? step.height + spacing : 0)
        x: Theme.portrait ? page.edge : beside.besides
        y: above + Math.max(Theme.margin, (roomFor - height) / 2)
        width: page.width - x - page.edge
        spacing: 10 * Theme.unit

        WhoWhere {
            id: name
            width: parent.width
            name: Theme.portrait ? "" : page.turn.name
            place: page.turn.place
            ink: page.look.ink
        }
        Words {
            width: parent.width
            objectName: "headline"
            text: page.turn.headline
            largest: Theme.far
            smallest: 58 * Theme.unit
            // What the other words leave, and at least one line.
            tallest: Math.max(62 * Theme.unit, Math.min(210 * Theme.unit, column.roomFor - column.others - 2 * Theme.margin))
            font.weight: Font.Bold
            color: page.look.ink
        }
        Words {
            width: parent.width
            id: detail
            objectName: "detail"
            text: page.turn.detail
            visible: text !== ""
            largest: Theme.lead
            smallest: Theme.small
            tallest: (Theme.portrait ? 230 : step.visible ? 100 : 136) * Theme.unit
            color: page.look.ink
        }
        Words {
            width: parent.width
            id: step
            objectName: "step"
            text: page.turn.step
            visible: text !== ""
            largest: Theme.lead
            smallest: Theme.small
            tallest: (Theme.portrait ? 130 : 44) * Theme.unit
            font.weight: Font.Bold
            color: page.look.ink
        }
    }

    Control {
        id: end
        objectName: "end-my-pass"
        x: column.x
        y: Theme.portrait ? leave.y - height - Theme.gap : page.height - height - page.edge
        width: column.width
        words: page.turn.endMyPass
        icon: "back"
        textSize: Theme.lead
        fill: page.look.ink
        ink: page.look.band
        onActivated: page.touches.endMyPass()
    }
    Control {
        id: notBack
        objectName: "not-back"
        x: end.x
        y: end.y
        width: end.width
        words: page.turn.notBack
        icon: "out"
        textSize: Theme.lead
        fill: page.look.ink
        ink: page.look.band
        onActivated: page.touches.notBack()
    }
    Control {
        id: yes
        objectName: "yes"
        x: end.x
        y: end.y
        width: end.width
        words: page.turn.yes
        textSize: Theme.lead
        fill: page.look.ink
        ink: page.look.band
        onActivated: page.touches.yes()
    }
    Control {
        id: undo
        objectName: "undo"
        x: end.x
        y: end.y
        width: end.width
        words: page.turn.undo
        fill: page.look.ink
        ink: page.look.band
        onActivated: page.touches.undo()
    }
    // An adult's override: why, side by side.
    Row {
        id: reasons
        readonly property real each: (width - 2 * Theme.gap) / 3
        x: column.x
        y: end.y
        width: column.width
        spacing: Theme.gap
        visible: page.turn.medical !== ""

        Control {
            objectName: "override-medical"
            width: reasons.each
            words: page.turn.medical
            fill: page.look.ink
            ink: page.look.band
            onActivated: page.touches.override("medical")
        }
        Control {
            objectName: "override-errand"
            width: reasons.each
            words: page.turn.errand
            fill: page.look.ink
            ink: page.look.band
            onActivated: page.touches.override("errand")
        }
        Control {
            objectName: "override-other"
            width: reasons.each
            words: page.turn.otherReason
            fill: page.look.ink
            ink: page.look.band
            onActivated: page.touches.override("other")
        }
    }
    Control {
        id: pin
        objectName: "pin"
        x: end.x
        y: end.y
        width: end.width
        words: page.turn.pin
        fill: page.look.band
        ink: page.look.ink
        border.width: 3 * Theme.unit
        border.color: page.look.ink
        onActivated: page.touches.pin()
    }
    // In line: two ways out of it, side by side.
    Control {
        id: other
        objectName: "other-place"
        x: column.x
        y: end.y
        width: (column.width - Theme.gap) / 2
        words: page.turn.otherPlace
        fill: page.look.ink
        ink: page.look.band
        onActivated: page.touches.otherPlace()
    }
    Control {
        objectName: "leave-line"
        x: other.x + other.width + Theme.gap
        y: end.y
        width: other.width
        words: page.turn.leaveLine
        fill: page.look.band
        ink: page.look.ink
        border.width: 3 * Theme.unit
        border.color: page.look.ink
        onActivated: page.touches.leaveLine()
    }
    // An appointment: one touch goes there, and the two ways round it.
    Control {
        id: goNow
        objectName: "go-now"
        x: column.x
        y: end.y
        width: notToday.visible ? other.width : column.width
        words: page.turn.goNow
        icon: "to"
        textSize: Theme.lead
        fill: page.look.ink
        ink: page.look.band
        onActivated: page.touches.goNow()
    }
    Control {
        id: notToday
        objectName: "not-today"
        x: other.x + other.width + Theme.gap
        y: end.y
        width: other.width
        words: page.turn.notToday
        fill: page.look.band
        ink: page.look.ink
        border.width: 3 * Theme.unit
        border.color: page.look.ink
        onActivated: page.touches.notToday()
    }
    Control {
        objectName: "elsewhere"
        x: leave.x
        y: leave.y
        width: leave.width
        words: page.turn.elsewhere
        textSize: Theme.small
        fill: page.look.band
        ink: page.look.ink
        border.width: 3 * Theme.unit
        border.color: page.look.ink
        onActivated: page.touches.otherPlace()
    }
    LanguageKey {
        id: speaks
        x: page.edge
        y: Theme.portrait ? leave.y : (urgent.visible ? urgent.y : leave.y) - height - Theme.gap
        width: (Theme.portrait ? 100 * Theme.unit : page.side)
        words: page.turn.language
        fill: page.look.band
        ink: page.look.ink
        onActivated: page.languages()
    }
    Control {
        id: urgent
        objectName: "urgent"
        x: page.begin
        y: Theme.portrait ? leave.y : leave.y - height - Theme.gap
        width: page.besideUrgent
        words: page.turn.urgent
        icon: "urgent"
        textSize: Theme.small
        fill: Theme.urgent.band
        ink: Theme.urgent.ink
        border.width: 3 * Theme.unit
        border.color: page.look.ink
        onActivated: page.touches.urgent()
    }
    Control {
        id: leave
        objectName: "cancel"
        x: Theme.portrait && urgent.visible ? urgent.x + urgent.width + Theme.gap : page.begin
        y: page.height - height - page.edge
        width: page.besideUrgent
        words: page.turn.leave
        textSize: Theme.small
        icon: page.turn.endMyPass !== "" || page.time.leftWords !== "" ? "close" : ""
        fill: page.look.band
        ink: page.look.ink
        border.width: 3 * Theme.unit
        border.color: page.look.ink
        onActivated: page.touches.leave()
    }

    TimeBar {
        y: page.height - height
        width: page.width
        radius: 0
        time: page.time
        fill: page.look.ink
        track: Qt.alpha(page.look.ink, 0.2)
    }
}
