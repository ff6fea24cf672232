// Times in words. Everything is counted from the server's time; nothing asks this machine's clock.

const MINUTE_MS = 60_000;

export function minutes(count) {
  if (count < 60) return `${count} min`;
  return `${Math.floor(count / 60)} h ${count % 60} min`;
}

export function wholeMinutes(ms) {
  return Math.max(0, Math.floor(ms / MINUTE_MS));
}

export function age(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 120 ? `${seconds} s` : minutes(wholeMinutes(ms));
}

export function ago(ms) {
  return ms < MINUTE_MS ? "just now" : `${minutes(wholeMinutes(ms))} ago`;
}

export function clock(nowMs, zoneOffsetMs) {
  const local = new Date(nowMs + zoneOffsetMs);
  const hour = local.getUTCHours();
  const minute = String(local.getUTCMinutes()).padStart(2, "0");
  return `${hour % 12 || 12}:${minute} ${hour < 12 ? "AM" : "PM"}`;
}

export function isOver(row, nowMs) {
  return row.due_ms !== null && nowMs > row.due_ms;
}

// What stands in a row's first column: a colour (by kind), an icon and words.
export function state(row, nowMs) {
  if (isOver(row, nowMs)) {
    const over = wholeMinutes(nowMs - row.due_ms);
    return { kind: "over", words: over === 0 ? "Just over" : `Over by ${minutes(over)}` };
  }
  if (!row.started) return { kind: "unstarted", words: "Not started yet" };
  if (row.due_ms === null) return { kind: "open", words: "No limit" };
  const left = Math.max(1, Math.ceil((row.due_ms - nowMs) / MINUTE_MS));
  return { kind: "out", words: `${minutes(left)} left` };
}

export function timeOut(row, nowMs) {
  const out = wholeMinutes(nowMs - row.since_ms);
  if (row.due_ms === null) return minutes(out);
  const allowed = Math.round((row.due_ms - row.since_ms) / MINUTE_MS);
  return out < 600 ? `${out} of ${allowed} min` : minutes(out);
}

const OVERRIDES = { medical: "medical", errand: "staff errand", other: "another reason" };

export function overrideWords(note) {
  return OVERRIDES[note] === undefined ? "Override" : `Override: ${OVERRIDES[note]}`;
}

const ALERTS = {
  override: "Override",
  urgent: "Urgent pass",
  overtime: "Over time",
  unproved_return: "Return not proved",
  offline_conflict: "Clash while offline",
  door_offline: "Door offline",
  rollback: "Door lost records",
  quarantine: "Record not readable",
  wrong_pins: "Wrong PINs",
  unknown_staff: "Unknown staff",
  appointment_made: "Appointment made",
  appointment_cancelled: "Appointment cancelled",
  appointment_declined: "Appointment declined",
  appointment_missed: "Appointment missed",
};

const APPOINTMENTS = {
  due: "to come",
  reminded: "now",
  taken: "kept",
  declined: "declined",
  missed: "missed",
  cancelled: "cancelled",
};

export function appointmentState({ state, urgent, repeats, made_by }) {
  const words = [APPOINTMENTS[state] ?? state];
  if (urgent) words.push("urgent");
  if (repeats) words.push("repeats");
  if (made_by) words.push(`by ${made_by}`);
  return words.join(", ");
}

export function alertKind(kind) {
  return ALERTS[kind] ?? kind.replaceAll("_", " ");
}
