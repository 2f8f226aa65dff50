// Trouble: both values of a conflict, the reason of a refusal, and what can be done.
const settle = (key, mine) => {
  const one = cell(key);
  if (mine) Object.assign(one, { state: "unsent", over: one.version });
  else Object.assign(one, { mine: undefined, state: "" });
  finish(key);
  soon();
};
const finish = (key) => {
  keep(key);
  paint(key);
  trouble();
  tell();
};
const line = (key) => {
  const one = cell(key);
  const item = part(one.state === "clash" ? "clash" : one.code === "locked" ? "locked" : "bad").content.firstElementChild.cloneNode(true);
  const values = { ...about(key), mine: read(one.mine), theirs: read(one.value), by: one.by, at: one.at };
  item.querySelector("p").textContent = one.state === "clash" ? fill(words.says.clash, values) : `${values.name}, ${values.day}: ${values.mine}. ${one.message}`;
  for (const [name, value] of [["mine", one.mine], ["theirs", one.value]]) {
    const place = item.querySelector(`[data-${name}] b`);
    if (place) place.textContent = read(value);
  }
  item.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button && !event.target.closest("label") && spot(key)) go(spot(key).r, spot(key).c);
    if (!button) return;
    const reason = item.querySelector("input");
    if (reason && "mine" in button.dataset) {
      if (!reason.value.trim()) return reason.focus();
      one.reason = reason.value;
    }
    settle(key, "mine" in button.dataset);
    if (spot(key)) go(spot(key).r, spot(key).c);
  });
  return item;
};
// The line of the cell that one stands in, else the newest, is the one that is seen.
const point = () => {
  const items = [...part("trouble").children];
  for (const item of items) item.classList.toggle("is-here", item.dataset.key === keyOf(at.r, at.c));
  const seen = items.find((item) => item.classList.contains("is-here")) ?? items.at(-1);
  if (seen) seen.parentElement.scrollTop = seen.offsetTop;
};
const trouble = () => {
  const keys = [...cells.keys()].filter((key) => ["clash", "bad"].includes(cells.get(key).state) && isPending(cells.get(key)));
  const list = part("trouble");
  // What is being written into a line (a reason) stays while other lines come and go.
  for (const old of [...list.children]) if (!keys.includes(old.dataset.key) || old.dataset.state !== cells.get(old.dataset.key).state + cells.get(old.dataset.key).mine) old.remove();
  for (const key of keys) {
    if ([...list.children].some((old) => old.dataset.key === key)) continue;
    const item = line(key);
    item.dataset.key = key;
    item.dataset.state = cell(key).state + cell(key).mine;
    list.append(item);
  }
  list.closest(".note").hidden = !keys.length;
  point();
  // The list takes room on a phone: the cell that one stands in comes out from under it.
  if (keys.length && here()) document.activeElement.scrollIntoView({ block: "nearest", inline: "nearest" });
};
