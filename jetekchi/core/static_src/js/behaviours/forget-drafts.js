// Signing out leaves nothing of the person on the device; what was never sent is not thrown away without asking.
export default function (form) {
  const kept = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
  form.addEventListener("submit", (event) => {
    const unsent = kept(`unsent:${document.body.dataset.person}:`);
    if (unsent.length && !confirm(form.dataset.unsent)) return event.preventDefault();
    [...kept("draft:"), ...kept("unsent:")].forEach((key) => localStorage.removeItem(key));
    sessionStorage.clear();
  });
}
