// Colours change at once; the choice is sent in the background and kept with the person.
export default function (form) {
  form.addEventListener("submit", (event) => {
    const theme = event.submitter?.value ?? "";
    event.preventDefault();
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    document.querySelectorAll("button[name=theme]").forEach((b) => b.setAttribute("aria-pressed", String(b.value === theme)));
    const body = new FormData(form);
    body.set("theme", theme);
    fetch(form.action, { method: "POST", body });
  });
}
