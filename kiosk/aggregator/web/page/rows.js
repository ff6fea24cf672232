// "Out now": one row for each pass, overtime first.

import { element, icon, keep, name, setClass, setIcon, setName, setText, show } from "./elements.js";
import { isOver, overrideWords, state, timeOut } from "./words.js";

const FLAGS = [
  ["urgent", "urgent", "Urgent"],
  ["offline", "offline", "Offline"],
  ["override", "override", "Override"],
];

const byId = (id) => document.getElementById(id);

// The server's order (kiosk/core/board.py), again at each tick: passes go over time in between.
export function inBoardOrder(rows, nowMs) {
  const key = (row) => (isOver(row, nowMs) ? row.due_ms : row.since_ms);
  return [...rows].sort(
    (a, b) =>
      isOver(b, nowMs) - isOver(a, nowMs) || key(a) - key(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

function cell(className, ...children) {
  const td = element("td", className);
  td.setAttribute("role", "cell");
  td.append(...children);
  return td;
}

function chip(kind, iconKind, words) {
  const made = element("span", `chip chip-${kind}`);
  made.append(icon(iconKind), words);
  return made;
}

function make() {
  const tr = element("tr");
  tr.setAttribute("role", "row");
  const parts = {
    icon: icon("out"),
    words: element("span"),
    student: name("student"),
    grade: name("grade"),
    origin: name(),
    destination: name(),
    time: element("span", "time"),
    bar: element("progress", "bar"),
    since: element("span", "since"),
    chips: element("span", "chips"),
  };
  parts.bar.setAttribute("aria-hidden", "true");
  const pill = element("span", "pill");
  pill.append(parts.icon, parts.words);
  const student = element("th", "cell-student");
  student.scope = "row";
  student.setAttribute("role", "rowheader");
  const about = element("span", "about");
  about.append(parts.grade, parts.chips);
  student.append(parts.student, about);
  tr.append(
    cell("cell-state", pill),
    student,
    cell("cell-from", parts.origin),
    cell("cell-to", parts.destination),
    cell("cell-time", parts.time, parts.bar),
    cell("cell-since", parts.since),
  );
  tr.parts = parts;
  return tr;
}

function updateChips(parts, row, kind) {
  const flags = FLAGS.filter(([flag]) => row[flag]).map(([flag, iconKind, words]) => [
    flag,
    iconKind,
    flag === "override" ? overrideWords(row.note) : words,
  ]);
  // In the first column already, unless "over" stands there.
  if (!row.started && kind === "over") flags.push(["unstarted", "unstarted", "Not started yet"]);
  if (row.called_back) flags.unshift(["called", "hold", "Called back"]);
  if (row.checked_in !== null) flags.push(["there", "there", row.checked_in]);
  const wanted = flags.map(([flag]) => flag).join(" ");
  if (parts.chips.dataset.flags === wanted) return;
  parts.chips.dataset.flags = wanted;
  parts.chips.replaceChildren(...flags.map((flag) => chip(...flag)));
}

function update(tr, row, nowMs) {
  const { parts } = tr;
  const now = state(row, nowMs);
  setClass(tr, `row row-${now.kind}`);
  setIcon(parts.icon, now.kind);
  setText(parts.words, now.words);
  setName(parts.student, row.student);
  setName(parts.grade, row.grade === "" ? "" : `Grade ${row.grade}`);
  show(parts.grade, row.grade !== "");
  setName(parts.origin, row.origin);
  setName(parts.destination, row.destination);
  setText(parts.time, timeOut(row, nowMs));
  setText(parts.since, row.since);
  show(parts.bar, row.due_ms !== null);
  if (row.due_ms !== null) {
    const length = Math.max(1, row.due_ms - row.since_ms);
    parts.bar.value = Math.min(1, Math.max(0, (nowMs - row.since_ms) / length));
  }
  updateChips(parts, row, now.kind);
}

export function drawRows(board, nowMs) {
  const rows = inBoardOrder(board.rows, nowMs);
  const over = rows.filter((row) => isOver(row, nowMs)).length;
  keep(byId("rows"), rows, (row) => row.id, make, (tr, row) => update(tr, row, nowMs));
  show(byId("passes"), rows.length > 0);
  show(byId("empty"), rows.length === 0);
  setText(byId("empty-words"), "Nobody is out.");
  byId("empty-icon").removeAttribute("hidden");
  show(byId("tally"), rows.length > 0);
  setText(byId("tally-out"), String(board.out));
  setText(byId("tally-over"), String(over));
  show(byId("tally-over-all"), over > 0);
  const more = board.out - rows.length;
  show(byId("rows-more"), more > 0);
  setText(byId("rows-more"), `and ${more} more, out for a shorter time`);
  return { out: board.out, over };
}
