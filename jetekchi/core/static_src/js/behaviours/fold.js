// The filters behind the first one, on a phone: shown and folded again.
export default function (button) {
  const form = button.closest("form");
  button.addEventListener("click", () => button.setAttribute("aria-expanded", String(form.classList.toggle("unfolded"))));
}
