// A chosen kind says what it stands for: words of the choice (data-proposes) appear in [data-proposal] of the form.
export default function (form) {
  const place = form.querySelector("[data-proposal]");
  const tell = () => {
    const chosen = form.querySelector("[data-proposes]:checked");
    if (!place || !chosen) return;
    const chip = (number) => Object.assign(document.createElement("span"), { className: "clause", textContent: number });
    place.replaceChildren(...chosen.dataset.proposes.split(" ").filter(Boolean).flatMap((number) => [chip(number), " "]));
  };
  form.addEventListener("change", tell);
  tell();
}
