// The grid of marks by keyboard: a mark is typed and goes down, saved by itself, kept on this device until it is there.
// A cell is known as «lesson.student». What was typed over which version is the key of a sending, so that sending again
// has one effect; the server's answer, not the state of the link, is the truth.
const table = root.querySelector("table.mg");
const words = JSON.parse(root.dataset.words);
const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
const place = `unsent:${document.body.dataset.person}:${root.dataset.url}:`;
const part = (name) => root.querySelector(`[data-${name}]`);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const heads = [...table.tHead.querySelectorAll("th[data-l]")];
const days = heads.map((head) => ({ id: head.dataset.l, stop: head.dataset.no, weight: +head.dataset.w || 1, link: head.firstElementChild }));
const rows = [...table.tBodies[0].rows].map((row) => ({ id: row.dataset.s, row, name: row.querySelector(".f").textContent, versions: row.dataset.v.split(",").map(Number) }));
const LETTERS = { н: "away", б: "ill" };
const SHOWN = { "": "", here: "", away: "н", ill: "б", ...words.signs };
// A word as the server compares it: without case, look-alike letters and the full stop of what is cut.
const ALIKE = { ё: "е", ң: "н", ө: "о", ү: "у" };
const plain = (text) => text.toLowerCase().replace(/[ёңөүъь]/g, (letter) => ALIKE[letter] ?? "").replace(/\s+/g, " ").replace(/^[. ]+|[. ]+$/g, "");
const names = [words.marks, words.signs].flatMap((known) => Object.entries(known).map(([code, name]) => [plain(name), code]));
const CODES = { ...words.typed, ...LETTERS, ...Object.fromEntries(names) };
// Twins: letters that look alike, and the keys that bear them where the other alphabet is switched on.
const KEYS = { "+": "pass", "-": "fail", н: "away", n: "away", h: "away", y: "away", б: "ill", b: "ill", ",": "ill", о: "late", o: "late", j: "late", 2: "2", 3: "3", 4: "4", 5: "5" };
const BATCH = 200;
const cells = new Map();
const spots = new Map();
let at = { r: 0, c: Math.max(0, days.findLastIndex?.((day) => !day.stop) ?? days.length - 1) };
let from = null;
let picked = [];
let typing = false;
let done = [];
let undone = [];
let saved = 0;
let flying = false;
let timer = 0;
let wait = 0;
let took = 0;
let wiped = false;

const td = (r, c) => rows[r].row.cells[c + 1];
const spot = (key) => spots.get(key);
const keyOf = (r, c) => `${days[c].id}.${rows[r].id}`;
rows.forEach((_row, r) => days.forEach((_day, c) => spots.set(keyOf(r, c), { r, c })));

// What stands on the server, read from the page the first time it is needed.
const cell = (key) => {
  if (!cells.has(key)) {
    const { r, c } = spot(key) ?? {};
    const text = r === undefined ? "" : td(r, c).textContent.trim();
    const value = /^[2-5]$/.test(text) ? text : CODES[plain(text)] ?? "";
    cells.set(key, { value, version: r === undefined ? 0 : rows[r].versions[c], closed: text.startsWith("×") && "not-listed" });
  }
  return cells.get(key);
};
const isPending = (one) => one.mine !== undefined;
const now = (one) => (isPending(one) ? one.mine : one.value);
const about = (key) => {
  const { r, c } = spot(key) ?? {};
  return r === undefined ? { name: words.says.elsewhere, day: "" } : { name: rows[r].name, day: days[c].link.textContent };
};
const read = (value) => words.marks[value] || SHOWN[value] || words.says.empty;

const keep = (key) => {
  if (wiped) return;
  const one = cell(key);
  try {
    if (isPending(one)) localStorage.setItem(place + key, JSON.stringify({ mine: one.mine, over: one.over, sent: one.sent, grid: root.dataset.name }));
    else localStorage.removeItem(place + key);
  } catch {
    // A full or forbidden store: the mark is still on the page, and leaving it asks first.
  }
};
