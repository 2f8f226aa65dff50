// The sheet of shortcuts opens by "?" anywhere outside a field.
export default function (dialog) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "?" || typing || event.ctrlKey || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    dialog.showModal();
  });
}
