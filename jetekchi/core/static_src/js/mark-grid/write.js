// Writing.
const stopped = (key) => {
  const found = spot(key);
  return found && (days[found.c].stop || cell(key).closed);
};
const set = (key, value) => {
  const one = cell(key);
  if (!isPending(one) || one.state !== "unsent") one.over = one.version;
  if (value === one.value && !one.sent) Object.assign(one, { mine: undefined, state: "" });
  else Object.assign(one, { mine: value, state: "unsent", reason: undefined });
  keep(key);
  paint(key);
};
const write = (changes) => {
  const group = [];
  for (const [key, asked] of changes) {
    const one = cell(key);
    const old = now(one);
    // Empty over an absence: the student was there.
    const value = !asked && ["away", "ill"].includes(one.value) ? "here" : asked;
    if ((SHOWN[value] ?? value) === (SHOWN[old] ?? old) && one.state !== "bad") continue;
    group.push({ key, old, value });
    set(key, value);
  }
  if (group.length) {
    done.push(group);
    undone = [];
  }
  trouble();
  tell();
  soon();
};
const back = (taken, given, old, value) => {
  const group = taken.pop();
  if (!group) return say(words.says.nothing);
  // A mark that somebody has decided on since is left alone.
  const mine = group.filter((one) => (SHOWN[now(cell(one.key))] ?? "") === (SHOWN[one[value]] ?? ""));
  for (const one of mine) set(one.key, !one[old] && ["away", "ill"].includes(cell(one.key).value) ? "here" : one[old]);
  given.push(group);
  if (spot(group[0].key)) go(spot(group[0].key).r, spot(group[0].key).c);
  say(fill(words.says.undone, { n: mine.length }));
  trouble();
  tell();
  soon();
};
const put = (value) => {
  const key = keyOf(at.r, at.c);
  const why = value === "late" ? words.says.late : stopped(key) && words.why[stopped(key)];
  if (why) return say(`${about(key).name}, ${about(key).day}: ${why}`, true);
  write([[key, value]]);
  typing = { r: at.r, c: at.c };
  go(Math.min(at.r + 1, rows.length - 1), at.c, { typed: true });
};
