// The live board: takes in boards, draws them, and counts on between them.

import { follow } from "./connection.js";
import { setText, show } from "./elements.js";
import { drawRows } from "./rows.js";
import { drawSides } from "./sides.js";
import { age, clock } from "./words.js";

// A connection that is back this soon was never missed.
const LOST_MS = 1_500;
// The aggregator publishes at least every 5 s; three in a row are missing.
const OLD_MS = 15_000;

const byId = (id) => document.getElementById(id);
const building = document.body.dataset.building;

let board = null;
let taken = null;
let lostAt = null;

// Two clocks, the larger wins: one stops while a laptop sleeps, the other may be set back.
const stopwatch = () => ({ steady: performance.now(), wall: Date.now() });
const since = (start) => Math.max(performance.now() - start.steady, Date.now() - start.wall, 0);

function take(frame) {
  // After an update the page must be the new program's; once, so that two programs can't make it spin.
  if (frame.page !== document.body.dataset.version && sessionStorage.getItem("page") !== frame.page) {
    sessionStorage.setItem("page", frame.page);
    location.reload();
    return;
  }
  board = frame.board;
  taken = { at: stopwatch(), ageMs: frame.age_ms };
  lostAt = null;
  draw();
}

function lose() {
  lostAt ??= stopwatch();
  draw();
}

function lostWords(oldMs) {
  if (lostAt !== null && since(lostAt) > LOST_MS) return "Connection lost, reconnecting…";
  if (board !== null && oldMs > OLD_MS) return "No news from the building's aggregator.";
  return "";
}

function drawLost(words, oldMs) {
  show(byId("lost"), words !== "");
  setText(byId("lost-words"), words);
  const then = board === null ? "" : `What you see is ${age(oldMs)} old (${board.now}).`;
  setText(byId("lost-age"), then);
  byId("layout").classList.toggle("old", words !== "" && board !== null);
}

function spoken(words, { out, over }) {
  const parts = [words, board.hold ? "Hold in your room." : "", `${out} out`];
  if (over > 0) parts.push(`${over} over time`);
  return parts.filter(Boolean).join(" ");
}

function draw() {
  const oldMs = taken === null ? 0 : taken.ageMs + since(taken.at);
  const words = lostWords(oldMs);
  drawLost(words, oldMs);
  if (board === null) {
    setText(byId("spoken"), words);
    return;
  }
  const nowMs = board.now_ms + oldMs;
  // An old picture stays a picture of its moment: counting on would say more than is known.
  const knownMs = words === "" ? nowMs : board.now_ms;
  const counts = drawRows(board, knownMs);
  drawSides(board, knownMs);
  show(byId("hold"), board.hold);
  setText(byId("clock"), clock(nowMs, board.zone_offset_ms));
  setText(byId("spoken"), spoken(words, counts));
  document.title = `${counts.out} out${counts.over ? `, ${counts.over} over time` : ""} · ${building}`;
}

follow("/events", take, lose);
setInterval(draw, 1_000);
document.addEventListener("visibilitychange", draw);
