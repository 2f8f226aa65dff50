// "?" anywhere outside a field asks the search what the keyboard does.
export default function (dialog) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "?" || typing || event.ctrlKey || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    dialog.dispatchEvent(new CustomEvent("palette:open", { detail: "?" }));
  });
}
