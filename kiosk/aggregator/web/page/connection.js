// The stream of boards. EventSource comes back by itself when a connection breaks, but gives up on
// an HTTP error, and cannot tell a quiet connection from one that died while the laptop slept.

const REOPEN_MS = 4_000;
// Longer than the server's slowest publication by far.
const SILENCE_MS_MAX = 30_000;

export function follow(url, onFrame, onLost) {
  let events = null;
  let reopening = 0;
  let heardAt = 0;

  function open() {
    reopening = 0;
    events?.close();
    heardAt = Date.now();
    events = new EventSource(url);
    events.onmessage = (event) => {
      heardAt = Date.now();
      onFrame(JSON.parse(event.data));
    };
    events.onerror = () => {
      onLost();
      if (events.readyState === EventSource.CLOSED && !reopening) {
        // Spread, so that sixty pages do not come back in the same instant.
        reopening = setTimeout(open, REOPEN_MS * (1 + Math.random()));
      }
    };
  }

  setInterval(() => {
    if (!reopening && Date.now() - heardAt > SILENCE_MS_MAX) open();
  }, 5_000);
  // A page that is left gives its connection back at once, and takes a new one when it is shown again.
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
  open();
}
