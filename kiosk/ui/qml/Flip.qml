import QtQuick

// Turns an item left for right where words run from right to left. The pages as a whole are turned, so
// that each is laid out once; what must be read as it is, is turned back about its own middle.
Scale {
    required property Item item
    property bool on: Theme.rightToLeft

    origin.x: item.width / 2
    xScale: on ? -1 : 1
}
