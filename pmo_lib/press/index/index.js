"use strict";
(() => {
  const form = document.getElementById("filters");
  const table = document.querySelector("table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, text: fold(row.textContent) }));
  const count = document.getElementById("count");
  const nothing = document.getElementById("nothing");
  const selects = [...form.querySelectorAll("select")];
  const search = document.getElementById("q");

  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function show() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits =
        words.every((word) => text.includes(word)) &&
        selects.every(({ value, dataset }) => !value || row.dataset[dataset.kind] === value);
      row.hidden = !fits;
      shown += fits;
    }
    nothing.hidden = shown > 0;
    const numbers = { shown, total: rows.length };
    count.textContent = count.dataset.template.replace(/#(\w+)#/g, (_, name) =>
      numbers[name].toLocaleString(document.documentElement.lang));
  }

  function sortBy(header) {
    const descending = header.ariaSort === "ascending";
    const numeric = header.dataset.sort === "number";
    const value = (row) => {
      const cell = row.cells[header.cellIndex];
      const text = cell.dataset.value ?? (cell.querySelector("a") ?? cell).textContent;
      return numeric ? parseFloat(text.replace(/[^\d.-]/g, "")) || 0 : text;
    };
    const order = numeric ? (a, b) => a - b : new Intl.Collator(document.documentElement.lang).compare;
    const sorted = rows.map(({ row }) => [value(row), row]);
    sorted.sort(([a], [b]) => (descending ? order(b, a) : order(a, b)));
    for (const other of table.tHead.rows[0].cells) other.ariaSort = null;
    header.ariaSort = descending ? "descending" : "ascending";
    body.append(...sorted.map(([, row]) => row));
  }

  for (const header of table.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sortBy(header));
    header.append(button);
  }
  const period = document.getElementById("f-period");
  const newest = () => { if (period) period.selectedIndex = 1; };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { newest(); show(); }));
  newest();
  form.hidden = count.hidden = false;
  show();
})();
