// Copies data-copy (or the text of the element named in data-copy-from) and says so on the button.
export default function (button) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const text = button.dataset.copy ?? document.getElementById(button.dataset.copyFrom)?.textContent ?? "";
    await navigator.clipboard.writeText(text.trim());
    const before = button.textContent;
    button.textContent = button.dataset.copied || "✓";
    setTimeout(() => (button.textContent = before), 1600);
  });
}
