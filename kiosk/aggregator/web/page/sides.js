// What stands beside the passes: alerts, totals, doors.

import { element, icon, keep, name, setClass, setIcon, setName, setText, show } from "./elements.js";
import { ago, alertKind, appointmentState, minutes, wholeMinutes } from "./words.js";

const byId = (id) => document.getElementById(id);

// An icon, a name and a time, and a line of words under them.
const makeEntry = (iconName) => () => {
  const li = element("li", "alert");
  li.parts = { name: name("alert-kind"), when: element("span", "since"), words: name("alert-text") };
  const head = element("p", "alert-head");
  head.append(icon(iconName), li.parts.name, li.parts.when);
  li.append(head, li.parts.words);
  return li;
};

function updateAlert({ parts }, alert) {
  setName(parts.name, alertKind(alert.kind));
  setText(parts.when, alert.at);
  setName(parts.words, alert.text);
}

function updateAsked({ parts }, asked, nowMs) {
  setName(parts.name, asked.student);
  setText(parts.when, minutes(wholeMinutes(nowMs - asked.since_ms)));
  setName(parts.words, `${asked.origin} to ${asked.destination}`);
}

function updateLine({ parts }, line, nowMs) {
  setName(parts.name, line.place);
  setText(parts.when, minutes(wholeMinutes(nowMs - line.since_ms)));
  const called = line.called > 0 ? `, ${line.called} called` : "";
  setName(parts.words, `${line.waiting} waiting${called}`);
}

function updateAppointment({ parts }, appointment) {
  setName(parts.name, appointment.student);
  setText(parts.when, appointment.at);
  setName(parts.words, `${appointment.destination}, ${appointmentState(appointment)}`);
}

function makeTotal() {
  const li = element("li", "total");
  li.parts = { name: name("total-name"), out: element("span", "total-out"), bar: element("progress", "bar") };
  li.parts.bar.setAttribute("aria-hidden", "true");
  li.append(li.parts.name, li.parts.bar, li.parts.out);
  return li;
}

function drawTotals(list, totals) {
  const most = Math.max(1, ...totals.map((total) => total.out));
  keep(list, totals, (total) => total.name, makeTotal, ({ parts }, total) => {
    setName(parts.name, total.name);
    setText(parts.out, String(total.out));
    parts.bar.value = total.out / most;
  });
}

function makeDoor() {
  const li = element("li");
  li.parts = { icon: icon("online"), room: name("door-room"), words: element("span", "door-words") };
  li.append(li.parts.icon, li.parts.room, li.parts.words);
  return li;
}

function doorWords(door, nowMs) {
  const heard = door.heard_ms === null ? "never heard" : ago(nowMs - door.heard_ms);
  const outbox = door.outbox > 0 ? `, ${door.outbox} to send` : "";
  if (door.online) return `Online, ${heard}${outbox}`;
  const since = door.heard_ms === null ? heard : `last heard ${door.heard} (${heard})`;
  return `Offline, ${since}${outbox}`;
}

function updateDoor(li, door, nowMs) {
  setClass(li, door.online ? "door" : "door door-offline");
  setIcon(li.parts.icon, door.online ? "online" : "offline");
  setName(li.parts.room, door.room);
  setText(li.parts.words, doorWords(door, nowMs));
}

export function drawSides(board, nowMs) {
  show(byId("alerts-panel"), board.alerts.length > 0);
  // Counted from the oldest, so that a new alert on top leaves the others where they are.
  const count = board.alerts.length;
  keep(byId("alerts"), board.alerts, (_, place) => `${count - place}`, makeEntry("urgent"), updateAlert);
  show(byId("alerts-more"), board.alerts_more > 0);
  setText(byId("alerts-more"), `and ${board.alerts_more} older`);

  show(byId("asked-panel"), board.asked.length > 0);
  keep(byId("asked"), board.asked, (asked) => asked.id, makeEntry("unstarted"), (li, asked) => updateAsked(li, asked, nowMs));
  show(byId("asked-more"), board.asked_more > 0);
  setText(byId("asked-more"), `and ${board.asked_more} more`);
  show(byId("lines-panel"), board.lines.length > 0);
  keep(byId("lines"), board.lines, (line) => line.place, makeEntry("unstarted"), (li, line) => updateLine(li, line, nowMs));

  show(byId("appointments-panel"), board.appointments.length > 0);
  keep(
    byId("appointments"),
    board.appointments,
    (appointment) => `${appointment.id} ${appointment.day}`,
    makeEntry("there"),
    updateAppointment,
  );

  show(byId("totals-panel"), board.destinations.length > 0);
  drawTotals(byId("destinations"), board.destinations);
  drawTotals(byId("floors"), board.floors);
  show(byId("floors"), board.floors.length > 0);
  show(byId("floors-title"), board.floors.length > 0);

  const offline = board.doors.filter((door) => !door.online).length;
  show(byId("doors-panel"), board.doors.length > 0);
  setText(
    byId("doors-words"),
    offline === 0 ? `All ${board.doors.length} online` : `${offline} of ${board.doors.length} offline`,
  );
  keep(byId("doors"), board.doors, (door) => door.id, makeDoor, (li, door) => updateDoor(li, door, nowMs));
}
