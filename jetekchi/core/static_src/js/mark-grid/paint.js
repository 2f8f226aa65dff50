// What a cell, the mean beside it and the counts above show.
const paint = (key) => {
  const found = spot(key);
  if (!found) return;
  const one = cell(key);
  const box = td(found.r, found.c);
  const value = now(one);
  box.textContent = SHOWN[value] ?? value;
  box.classList.toggle("two", value === "2");
  box.classList.toggle("word", value === "pass" || value === "fail");
  box.classList.toggle("w", value === "away" || value === "ill");
  for (const state of ["saved", "unsent", "clash", "bad"]) box.classList.toggle(state, one.state === state);
  box.title = one.state === "bad" ? one.message : "";
  if (one.state === "bad" || one.state === "clash") box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
  mean(found.r);
};

const mean = (r) => {
  let sum = 0;
  let weight = 0;
  days.forEach((day, c) => {
    const known = cells.get(keyOf(r, c));
    const value = +(known ? now(known) : td(r, c).textContent);
    if (!(value >= 2 && value <= 5)) return;
    sum += value * day.weight;
    weight += day.weight;
  });
  const hundredths = Math.floor((sum * 200 + weight) / (2 * weight));
  rows[r].row.querySelector(".avg").textContent = weight ? (hundredths / 100).toFixed(2).replace(".", ",") : "–";
};

// What went well is heard by those who cannot see the ticks; the rest is read by everybody, on a phone at the pad too.
const say = (text, isBad, isSeen = true) => {
  const line = part("say");
  line.textContent = text;
  line.className = isSeen ? (isBad ? "grid-say is-bad" : "grid-say") : "vh";
  part("why").textContent = isSeen ? text : "";
};
const title = document.title;
const count = (state) => [...cells.values()].filter((one) => isPending(one) && one.state === state).length;
const tell = () => {
  const unsent = count("unsent");
  for (const [name, number] of Object.entries({ saved, unsent, clash: count("clash") + count("bad") })) {
    const badge = part(`n-${name}`);
    badge.hidden = !number;
    badge.querySelector("b").textContent = number;
  }
  document.title = unsent ? `(${unsent}) ${title}` : title;
};
