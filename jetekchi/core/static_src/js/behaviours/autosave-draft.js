// What is being written stays on this device until it is sent; signing out wipes it, a day makes it void.
export default function (form) {
  const key = `draft:${document.body.dataset.person}:${location.pathname}:${form.id || form.dataset.draft || ""}`;
  // What the window had seen when it was written goes with the words: over newer ones they are not saved unasked.
  const seen = (field) => "kept" in field.dataset;
  const secret = (field) =>
    !field.name || (["password", "hidden", "file", "submit"].includes(field.type) && !seen(field));
  const fields = () => [...form.elements].filter((field) => !secret(field));
  const boxed = (field) => ["checkbox", "radio"].includes(field.type);
  const address = (field) => (boxed(field) ? `${field.name}=${field.value}` : field.name);
  const value = (field) => (boxed(field) ? field.checked : field.value);
  const read = () => Object.fromEntries(fields().map((field) => [address(field), value(field)]));
  const from = location.href.split("#")[0];
  const keep = (sending) => localStorage.setItem(key, JSON.stringify({ at: Date.now(), from, sending, values: read() }));
  const marks = new Set(fields().filter(seen).map(address));
  const typed = (values) => JSON.stringify(Object.entries(values).filter(([name]) => !marks.has(name)));
  const notice = form.querySelector("[data-draft-notice]");
  const restore = (kept) => {
    for (const field of fields().filter((one) => address(one) in kept)) {
      if (boxed(field)) field.checked = kept[address(field)];
      else field.value = kept[address(field)];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (notice) notice.hidden = false;
  };
  const draft = JSON.parse(localStorage.getItem(key) || "null");
  if (form.querySelector("[aria-invalid=true]")) localStorage.removeItem(key);
  else if (draft && typed(draft.values) !== typed(read())) restore(draft.values);
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(false), 400);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!event.defaultPrevented) keep(true);
  });
  // Without a network the browser would put its own page over the words. Once told, a second press sends all the same:
  // a server on this very machine is reached without any network.
  const offline = form.querySelector("[data-offline]");
  const hold = (event) => {
    const told = !offline?.hidden;
    if (offline) offline.hidden = true;
    if (told || navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(timer);
    keep(false);
    (event.submitter ?? form.querySelector("button:not([type=button])")).before(offline);
    offline.hidden = false;
  };
  form.addEventListener("submit", hold, true);
  form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    clearTimeout(timer);
    localStorage.removeItem(key);
    location.reload();
  });
}
