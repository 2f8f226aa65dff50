// A menu made of <details> closes by Escape and by a press elsewhere.
export default function (details) {
  const summary = details.querySelector("summary");
  document.addEventListener("click", (event) => details.contains(event.target) || (details.open = false));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    summary.focus();
  });
}
