// Marks that the grid keeps on this device until they are sent, named by their grid: the server knows nothing of them.
export default function (box) {
  const start = `unsent:${document.body.dataset.person}:`;
  const grids = new Map();
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(start))) {
    const address = key.slice(start.length, key.lastIndexOf(":")).replace(/cells\/$/, "");
    if (!address.startsWith("/journal/")) continue;
    const known = grids.get(address) ?? { count: 0 };
    grids.set(address, { count: known.count + 1, name: nameOf(localStorage.getItem(key)) ?? known.name ?? "" });
  }
  const [list, line] = [box.querySelector("ol"), box.querySelector("template")];
  for (const [address, { count, name }] of grids) {
    const row = line.content.cloneNode(true);
    row.querySelector(".t").textContent = name;
    row.querySelector("[data-count]").textContent = count;
    row.querySelector("a").setAttribute("href", address);
    list.append(row);
  }
  box.hidden = !grids.size;
}

// What is kept may be broken, as after a crash: it is still counted, and hides no other grid.
function nameOf(kept) {
  try {
    return JSON.parse(kept)?.grid;
  } catch {
    return undefined;
  }
}
