pragma Singleton

import QtQuick

// Every size by its role, in units of the window, and every colour by what it says.
// Main.qml sets `width`, `height` and `rightToLeft`; nothing else here is state.
QtObject {
    id: theme

    component Tone: QtObject {
        // What is written in `ink` on `band` has a contrast of 7:1 or more; a test holds it to that.
        required property color band
        required property color ink
    }

    property real width: 800
    property real height: 480
    property bool rightToLeft: false

    // Where lines of words begin and end.
    readonly property int start: rightToLeft ? Text.AlignRight : Text.AlignLeft
    readonly property int end: rightToLeft ? Text.AlignLeft : Text.AlignRight

    readonly property bool portrait: height > width
    readonly property real unit: portrait ? Math.min(width / 480, height / 800) : Math.min(width / 800, height / 480)

    readonly property string family: "Atkinson Hyperlegible Next"

    // Read from two metres.
    readonly property real far: 96 * unit
    readonly property real farSmallest: 77 * unit
    readonly property real count: 200 * unit
    // Read at arm's length.
    readonly property real title: 46 * unit
    readonly property real lead: 36 * unit
    readonly property real body: 28 * unit
    readonly property real small: 24 * unit
    readonly property real smallest: 23 * unit

    readonly property real control: 80 * unit
    readonly property real margin: 20 * unit
    readonly property real gap: 12 * unit
    readonly property real radius: 20 * unit
    readonly property real bar: 10 * unit

    // Paper is what the calm pages lie on, card what stands on it.
    readonly property color paper: "#eef1f6"
    readonly property color card: "#ffffff"
    readonly property color ink: "#0f1b33"
    readonly property color faintInk: "#44506b"
    readonly property color closed: "#e2e6ed"
    readonly property color rule: "#c9d1df"

    // Chosen to differ in lightness as well as hue, so that they stay apart for every kind of colour
    // vision; an icon and a word always say the same.
    readonly property Tone ready: Tone { band: "#14264d"; ink: "#ffffff" }
    readonly property Tone checking: Tone { band: "#14264d"; ink: "#ffffff" }
    readonly property Tone go: Tone { band: "#006149"; ink: "#ffffff" }
    readonly property Tone ask: Tone { band: "#ffd04a"; ink: "#1f1600" }
    readonly property Tone wait: Tone { band: "#8dbaff"; ink: "#001a40" }
    readonly property Tone no: Tone { band: "#2f3542"; ink: "#ffffff" }
    readonly property Tone welcome: Tone { band: "#c3f0dc"; ink: "#00301f" }
    readonly property Tone urgent: Tone { band: "#9b1035"; ink: "#ffffff" }
    readonly property Tone overtime: Tone { band: "#ff9a3c"; ink: "#241000" }
    readonly property Tone hold: Tone { band: "#4f2a86"; ink: "#ffffff" }
    readonly property Tone fault: Tone { band: "#1c1f26"; ink: "#ffd873" }

    // Not a tone: nobody is there to read it from afar, and a dark room wants little light.
    readonly property Tone night: Tone { band: "#000000"; ink: "#767d8c" }

    readonly property var tones: ({
        "ready": ready,
        "checking": checking,
        "go": go,
        "ask": ask,
        "wait": wait,
        "no": no,
        "welcome": welcome,
        "urgent": urgent,
        "overtime": overtime,
        "hold": hold,
        "fault": fault
    })

    // Keys stand everywhere as on a telephone, though the page be turned.
    function keypad(keys: var, columns: int): var {
        if (!rightToLeft)
            return keys;
        const rows = [];
        for (let first = 0; first < keys.length; first += columns)
            rows.push(...keys.slice(first, first + columns).reverse());
        return rows;
    }

    function tone(name: string): Tone {
        return tones[name] ?? ready;
    }
}
