// The keyboard, the mouse and the pad of a phone.
const chord = (event) => {
  const code = event.code;
  if (code === "KeyZ" && !event.shiftKey) back(done, undone, "old", "value");
  else if (code === "KeyY" || (code === "KeyZ" && event.shiftKey)) back(undone, done, "value", "old");
  else if (code === "KeyD" && at.r) {
    const key = keyOf(at.r, at.c);
    if (!stopped(key)) write([[key, now(cell(keyOf(at.r - 1, at.c)))]]);
    go(at.r + 1, at.c);
  } else return false;
  return true;
};
const press = (event) => {
  const { key } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  if (key in steps && !event.altKey) {
    if (key === "ArrowUp" && !at.r && !event.shiftKey) days[at.c].link.focus();
    else go(...steps[key](ctrl), { reach: event.shiftKey });
  } else if (ctrl) return !event.altKey && chord(event);
  else if (event.altKey) return false;
  else if (key === "Enter") go(at.r + (event.shiftKey ? -1 : 1), at.c);
  else if (key === "Tab" && typing) go(typing.r, typing.c + (event.shiftKey ? -1 : 1), { typed: true });
  else if (key === "Delete" || key === "Backspace") {
    const { r1, r2, c1, c2 } = area();
    const asked = [];
    for (let r = r1; r <= r2; r += 1) for (let c = c1; c <= c2; c += 1) if (!stopped(keyOf(r, c))) asked.push([keyOf(r, c), ""]);
    write(asked);
  } else if (key === "Escape") {
    const mine = cell(keyOf(at.r, at.c));
    if (["bad", "clash"].includes(mine.state)) settle(keyOf(at.r, at.c), false);
    go(at.r, at.c);
  } else if (key === "F2" || key === "ContextMenu") location.assign(root.dataset.history.replace("/0/0/", `/${days[at.c].id}/${rows[at.r].id}/`));
  else if (key.toLowerCase() in KEYS) put(KEYS[key.toLowerCase()]);
  else if (key.length === 1 && key !== " " && key !== "?") say(fill(words.says.unknown, { text: key }), true);
  else return false;
  return true;
};
// Who did not leave after all has everything kept again.
const stay = () => {
  if (!wiped) return;
  wiped = false;
  for (const key of cells.keys()) keep(key);
};
for (const kind of ["keydown", "pointerdown"]) root.addEventListener(kind, stay, true);
table.addEventListener("keydown", (event) => {
  if (event.target.closest("thead")) {
    if (event.key === "ArrowDown") go(0, at.c);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      go(0, at.c + (event.key === "ArrowLeft" ? -1 : 1), { focus: false });
      days[at.c].link.focus();
    } else return;
    event.preventDefault();
  } else if (!event.isComposing && press(event)) event.preventDefault();
});
table.addEventListener("mousedown", (event) => {
  const box = event.target.closest("tbody td:not(.res)");
  if (!box) return;
  event.preventDefault();
  go(rows.findIndex((one) => one.row === box.parentElement), box.cellIndex - 1, { reach: event.shiftKey });
});
table.addEventListener("focusout", (event) => !table.contains(event.relatedTarget) && (typing = false));
const pad = part("pad");
pad.hidden = false;
pad.addEventListener("pointerdown", (event) => event.preventDefault());
pad.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.key) put(button.dataset.key);
  else if ("undo" in button.dataset) back(done, undone, "old", "value");
  else put("");
});
