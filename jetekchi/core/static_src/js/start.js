// Attaches every behaviour named in data-behaviour="one two"; also to what htmx brings in later.
const attached = new WeakMap();
const attach = (root) => {
  for (const element of [root, ...root.querySelectorAll("[data-behaviour]")]) {
    const done = attached.get(element) ?? attached.set(element, new Set()).get(element);
    for (const name of (element.dataset?.behaviour ?? "").split(" ").filter(Boolean)) {
      if (done.has(name)) continue;
      done.add(name);
      behaviours[name]?.(element);
    }
  }
};
// Drafts that the server answered (this page came from the very form that was sent) or that grew old leave the device.
for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
  const draft = JSON.parse(localStorage.getItem(key) || "{}");
  // A page of refusal has taken nothing in: what was being sent is not lost.
  if (draft.sending && "refused" in document.body.dataset) {
    draft.sending = false;
    localStorage.setItem(key, JSON.stringify(draft));
  }
  const answered = draft.sending && document.referrer === draft.from;
  if (answered || !(Date.now() - draft.at < 864e5)) localStorage.removeItem(key);
}
attach(document.body);
document.addEventListener("htmx:load", (event) => attach(event.detail.elt));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
});
// A table wider than its place scrolls inside itself; the keyboard must be able to scroll it too.
for (const region of document.querySelectorAll(".table-wrap, .grid-wrap")) {
  if (region.scrollWidth <= region.clientWidth && region.scrollHeight <= region.clientHeight) continue;
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", region.closest(".card, main")?.querySelector("h1, h2")?.textContent.trim() ?? document.title);
}
