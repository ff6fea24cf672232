import QtQuick

// Text that takes the largest size, from `largest` down to `smallest`, at which it stays inside its
// width and `tallest`; the height is then what the words need. Qt's own fitting splits words.
Text {
    id: words

    property real largest: Theme.body
    // Of those that never shrink 0: `largest` itself would arrive here later than there.
    property real smallest: 0
    property real tallest: Infinity

    font.family: Theme.family
    font.weight: Font.Medium
    color: Theme.ink
    wrapMode: Text.WordWrap
    textFormat: Text.PlainText
    lineHeight: largest >= Theme.farSmallest ? 0.8 : 0.88

    property bool complete: false

    function fit() {
        if (!complete || largest < 1)
            return;
        const least = Math.max(1, Math.ceil(smallest > 0 ? smallest : largest));
        let size = Math.round(largest);
        font.pixelSize = size;
        while (size > least && (contentHeight > tallest || contentWidth > width)) {
            size = Math.max(least, size - Math.max(1, Math.round(size * 0.05)));
            font.pixelSize = size;
        }
    }

    onTextChanged: fit()
    onWidthChanged: fit()
    onLargestChanged: fit()
    onSmallestChanged: fit()
    onTallestChanged: fit()
    Component.onCompleted: {
        complete = true;
        fit();
    }
}
