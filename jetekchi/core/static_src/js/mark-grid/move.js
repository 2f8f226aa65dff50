// Moving: one tab stop, the header above the first student.
const area = () => {
  const top = from ?? at;
  return { r1: Math.min(top.r, at.r), r2: Math.max(top.r, at.r), c1: Math.min(top.c, at.c), c2: Math.max(top.c, at.c) };
};
const pick = () => {
  const { r1, r2, c1, c2 } = area();
  for (const box of picked) box.removeAttribute("aria-selected");
  picked = [];
  for (let y = r1; y <= r2; y += 1) for (let x = c1; x <= c2; x += 1) picked.push(td(y, x));
  for (const box of picked) box.setAttribute("aria-selected", "true");
};
const go = (r, c, { typed = false, reach = false, focus = true } = {}) => {
  const old = at;
  if (!typed) typing = false;
  from = reach ? from ?? at : null;
  at = { r: Math.max(0, Math.min(r, rows.length - 1)), c: Math.max(0, Math.min(c, days.length - 1)) };
  const box = td(at.r, at.c);
  if (old.r !== at.r) rows[old.r].row.classList.remove("hot");
  rows[at.r].row.classList.add("hot");
  td(old.r, old.c).tabIndex = -1;
  box.tabIndex = 0;
  pick();
  if (focus) box.focus();
  const who = part("who");
  who.firstElementChild.textContent = rows[at.r].name;
  who.lastElementChild.textContent = days[at.c].link.textContent;
  part("why").textContent = "";
  point();
};
const steps = {
  ArrowUp: () => [at.r - 1, at.c],
  ArrowDown: () => [at.r + 1, at.c],
  ArrowLeft: () => [at.r, at.c - 1],
  ArrowRight: () => [at.r, at.c + 1],
  PageUp: () => [at.r - 10, at.c],
  PageDown: () => [at.r + 10, at.c],
  Home: (ctrl) => [ctrl ? 0 : at.r, 0],
  End: (ctrl) => [ctrl ? rows.length - 1 : at.r, days.length - 1],
};
