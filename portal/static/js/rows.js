/* One more row of a repeated group, without a visit to the server.
 *
 * The button `data-add-row` is a submit button; without script the server answers with another row. The row to copy
 * is kept as it came from the server, before other modules enhance it; so this module is linked first.
 */

const pristine = new Map();
for (const group of document.querySelectorAll("[data-rows]")) {
  const row = [...group.querySelectorAll("[data-row]")].at(-1);
  if (row) pristine.set(group, row.cloneNode(true));
}

/** Give every name and reference in a row the row's own number: links-1-label becomes links-2-label. */
function renumber(row, name, number) {
  const pattern = new RegExp(`(^|\\s)${name}-\\d+-`, "g");
  for (const node of row.querySelectorAll("*")) {
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      const value = node.getAttribute(attribute);
      if (value) node.setAttribute(attribute, value.replace(pattern, `$1${name}-${number}-`));
    }
  }
}

function empty(row) {
  row.querySelectorAll("[id$='-error']").forEach((messages) => messages.remove());
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }
  for (const marked of row.querySelectorAll("[class*='--error']")) {
    marked.className = [...marked.classList].filter((name) => !name.endsWith("--error")).join(" ");
  }
}

document.addEventListener("click", (event) => {
  const group = event.target.closest("button[data-add-row]")?.closest("[data-rows]");
  const model = pristine.get(group);
  if (!model) return;
  event.preventDefault();
  const rows = group.querySelectorAll("[data-row]");
  const row = model.cloneNode(true);
  const title = `${group.dataset.rowLabel} ${rows.length + 1}`;
  renumber(row, group.dataset.rows, rows.length);
  empty(row);
  row.setAttribute("aria-label", title);
  row.querySelector(".rows__name").textContent = title;
  rows[rows.length - 1].after(row);
  row.dispatchEvent(new CustomEvent("portal:content", { bubbles: true }));
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});
