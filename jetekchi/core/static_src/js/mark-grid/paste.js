// Copy and paste, as Excel does it.
const here = () => table.contains(document.activeElement) && !document.activeElement.closest("thead");
const copy = () => {
  const { r1, r2, c1, c2 } = area();
  const row = (r) => Array.from({ length: c2 - c1 + 1 }, (_x, n) => SHOWN[now(cell(keyOf(r, c1 + n)))] ?? "").join("\t");
  return Array.from({ length: r2 - r1 + 1 }, (_x, n) => row(r1 + n)).join("\n");
};
document.addEventListener("copy", (event) => {
  if (!here()) return;
  event.clipboardData.setData("text/plain", copy());
  event.preventDefault();
});
const dialog = part("paste");
let coming = [];
const parse = (text) => {
  const word = plain(text);
  const whole = word.replace(/^([2-5])[.,]0+$/, "$1");
  return /^[2-5]$/.test(whole) ? whole : CODES[word] ?? ({ n: "away", b: "ill", "+": KEYS["+"], "-": KEYS["-"] })[word];
};
const judge = (text, r, c) => {
  if (r >= rows.length) return { why: fill(words.says.rows, { n: r - at.r + 1 }) };
  if (c >= days.length) return { why: fill(words.says.columns, { text }) };
  const key = keyOf(r, c);
  const value = parse(text);
  if (value === undefined) return { key, why: fill(words.says.unknown, { text: text.slice(0, 40) }) };
  return stopped(key) ? { key, why: words.why[stopped(key)] } : { key, value };
};
const shown = (found, text) => {
  const row = part("paste-row").content.querySelector("tr").cloneNode(true);
  const { name, day } = found.key ? about(found.key) : { name: "–", day: "" };
  const change = found.why ?? `${read(now(cell(found.key)))} → ${read(found.value)}`;
  [name, day, text, change].forEach((one, n) => (row.cells[n].textContent = one));
  row.classList.toggle("is-bad", Boolean(found.why));
  return row;
};
document.addEventListener("paste", (event) => {
  if (!here()) return;
  event.preventDefault();
  const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n").slice(0, 200);
  const top = area();
  at = { r: top.r1, c: top.c1 };
  const found = lines.flatMap((one, y) => one.split("\t").slice(0, 100).map((text, x) => ({ text, y, x }))).filter((one) => one.text.trim()).map((one) => ({ ...one, ...judge(one.text, at.r + one.y, at.c + one.x) }));
  if (!found.length) return;
  coming = found.filter((one) => !one.why);
  found.sort((one, two) => Boolean(two.why) - Boolean(one.why));
  part("paste-rows").replaceChildren(...found.map((one) => shown(one, one.text.slice(0, 40))));
  for (const [name, number] of [["goes", coming.length], ["stays", found.length - coming.length]]) part(`paste-${name}`).textContent = number;
  dialog.querySelector(".primary").disabled = !coming.length;
  dialog.showModal();
  (coming.length ? dialog.querySelector(".primary") : dialog.querySelector("[data-close]")).focus();
});
dialog.addEventListener("close", () => {
  if (dialog.returnValue === "put") write(coming.map((one) => [one.key, one.value]));
  dialog.returnValue = "";
  go(at.r, at.c);
});
