// A form is sent once: a second press while it travels does nothing. Coming back by the Back button frees it.
export default function (form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent) return event.preventDefault();
    sent = true;
    form.setAttribute("aria-busy", "true");
    setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((b) => b.setAttribute("aria-disabled", "true")));
  });
  addEventListener("pageshow", () => {
    sent = false;
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
}
