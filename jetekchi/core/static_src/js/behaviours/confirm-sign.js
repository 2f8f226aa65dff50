// Before a signature the person says it aloud once: data-confirm holds the question; "return" needs none.
export default function (form) {
  form.addEventListener("submit", (event) => {
    const question = form.dataset.confirm;
    if (!question || event.submitter?.hasAttribute("data-no-confirm")) return;
    if (form.hasAttribute("aria-busy") || !confirm(question)) event.preventDefault();
  }, true);
}
