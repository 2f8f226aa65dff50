// A filter box over a long list of checkboxes, a count of the chosen, all and none of those in sight.
export default function (box) {
  const rows = [...box.querySelectorAll("li")];
  const filter = box.querySelector("[data-filter]");
  const count = box.querySelector("[data-count]");
  const plain = (text) => text.toLowerCase().replace(/ө/g, "о").replace(/ү/g, "у").replace(/ң/g, "н").replace(/ё/g, "е");
  const told = () => {
    if (count) count.textContent = `${count.dataset.label}: ${box.querySelectorAll("li :checked").length}`;
  };
  const set = (value) => {
    rows.filter((row) => !row.hidden).forEach((row) => (row.querySelector("input").checked = value));
    box.dispatchEvent(new Event("input", { bubbles: true }));
    told();
  };
  box.querySelectorAll(".picker-q, .picker-f").forEach((part) => (part.hidden = false));
  filter?.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = plain(filter.value).split(/\s+/).filter(Boolean);
    rows.forEach((row) => (row.hidden = !words.every((word) => plain(row.textContent).includes(word))));
  });
  filter?.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  box.querySelector("[data-all]")?.addEventListener("click", () => set(true));
  box.querySelector("[data-none]")?.addEventListener("click", () => set(false));
  box.addEventListener("change", told);
  told();
}
