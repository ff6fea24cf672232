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
    horizontalAlignment: Theme.start
    transform: Flip { item: words }
    textFormat: Text.PlainText
    // Arabic letters reach further down than Latin ones, into the line below.
    lineHeight: largest < Theme.farSmallest ? 0.88 : Theme.rightToLeft ? 0.92 : 0.8

    property bool complete: false

    // Each size tried makes Qt load the typeface once more, so words of no text or not yet placed wait,
    // and the rest get near in one step: what overflows in height takes lines with it as it shrinks.
    function fit() {
        if (!complete || largest < 1)
            return;
        let size = Math.round(largest);
        if (smallest <= 0) {
            font.pixelSize = size;
            return;
        }
        if (width <= 0 || tallest <= 0 || text === "")
            return;
        const least = Math.max(1, Math.ceil(smallest));
        font.pixelSize = size;
        while (size > least && (contentHeight > tallest || contentWidth > width)) {
            const near = Math.min(width / contentWidth, Math.sqrt(tallest / contentHeight), 1 - 1 / size);
            size = Math.max(least, stepped(size * near));
            font.pixelSize = size;
        }
    }

    // Down to one of few sizes, so that texts share them.
    function stepped(size) {
        const step = size < 40 ? 1 : size < 80 ? 2 : 4;
        return Math.floor(size / step) * step;
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
