// A dialog closes by its buttons and by a press beside it. Opened by data-behaviour="dialog-open" or its address #key.
export default function (dialog) {
  dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  if (location.hash === `#${dialog.id}`) dialog.showModal();
}
