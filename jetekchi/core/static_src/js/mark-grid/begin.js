// Beginning: roles, one tab stop, what an earlier visit could not send.
table.setAttribute("role", "grid");
for (const name of ["tabindex", "role", "aria-label"]) table.parentElement.removeAttribute(name);
for (const day of days) day.link.tabIndex = -1;
for (const one of rows) for (const box of one.row.querySelectorAll("td:not(.res)")) box.tabIndex = -1;
for (const name of Object.keys(localStorage).filter((one) => one.startsWith(place))) {
  const kept = JSON.parse(localStorage.getItem(name));
  const key = name.slice(place.length);
  Object.assign(cell(key), { ...kept, state: "unsent" });
  paint(key);
}
go(at.r, at.c, { focus: false });
// The day that is written now stands at the right end of what is seen.
const wrap = root.querySelector(".grid-wrap");
const covered = getComputedStyle(rows[0].row.querySelector(".avg")).position === "sticky" ? 2 * rows[0].row.querySelector(".avg").offsetWidth : 0;
wrap.scrollLeft = td(at.r, at.c).offsetLeft + td(at.r, at.c).offsetWidth + covered - wrap.clientWidth;
part("keys").hidden = false;
tell();
soon(0);
const hurry = () => {
  clearTimeout(timer);
  timer = 0;
  soon(0);
};
addEventListener("online", hurry);
document.addEventListener("visibilitychange", () => (document.hidden ? send() : hurry()));
addEventListener("beforeunload", (event) => {
  // Signing out wipes the device; who stays after all has it kept again at the next key.
  wiped = true;
  if ([...cells.values()].some(isPending)) event.preventDefault();
});
