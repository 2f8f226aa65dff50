// A search link opens the search dialog instead of the search page.
export default function (link) {
  link.addEventListener("click", (event) => {
    const palette = document.getElementById("palette");
    if (!palette || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    palette.dispatchEvent(new Event("palette:open"));
  });
}
