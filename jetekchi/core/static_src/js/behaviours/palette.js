// Search without leaving the page: Ctrl K opens, arrows choose, Enter follows. Without script the link is a page.
export default function (dialog) {
  const input = dialog.querySelector("input[name=q]");
  const results = dialog.querySelector(".palette-r");
  let timer = 0;
  let asked = null;
  const open = (words) => {
    input.value = words ?? input.value.replace("?", "");
    if (!dialog.open) dialog.showModal();
    input.select();
    ask();
  };
  const rows = () => [...results.querySelectorAll("li")].filter((row) => row.querySelector("a"));
  const chosen = () => rows().find((row) => row.getAttribute("aria-selected") === "true");
  const choose = (row) => {
    chosen()?.removeAttribute("aria-selected");
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(dialog.dataset.url, location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true", "X-Palette": "1" }, signal: asked.signal });
      if (!answer.ok) return;
      results.innerHTML = await answer.text();
      choose(rows()[0]);
    } catch (error) {
      if (error.name !== "AbortError") results.textContent = "";
    }
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      event.preventDefault();
      open();
    }
  });
  dialog.addEventListener("palette:open", (event) => open(event.detail));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  input.addEventListener("input", () => {
    // What stands below answers older letters: until the new answer Enter asks the server for the best hit.
    asked?.abort();
    choose();
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const all = rows();
      choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().querySelector("a").click();
    }
  });
}
