// Opens the dialog named in data-dialog.
export default function (opener) {
  opener.addEventListener("click", (event) => {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
    dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
  });
}
