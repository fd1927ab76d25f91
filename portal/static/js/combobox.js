/* `select[data-combobox]` becomes a field to type into, after the ARIA 1.2 pattern "editable combobox with list".
 *
 * The select stays in the form and is what gets sent; the field takes over its id, so that labels, hints and the
 * error summary lead to it. What begins with the typed letters comes first; umlauts match however they are typed.
 */

let counter = 0;

/** Return the two ways in which a word is compared: without marks, and with umlauts written out. */
function folded(text) {
  const lower = text.toLocaleLowerCase("de").trim();
  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
  const written = { ä: "ae", ö: "oe", ü: "ue" };
  return [plain(lower), plain(lower.normalize("NFC").replace(/[äöü]/g, (letter) => written[letter]))];
}

/** Return 0 where the text begins with what was typed, 1 where one of its words does, 2 inside, -1 without a hit. */
function rank(text, typed) {
  const ranks = folded(text).flatMap((form) => folded(typed).map((part) => {
    if (form.startsWith(part)) return 0;
    if (form.split(/[\s\-/(]+/).some((word) => word.startsWith(part))) return 1;
    return form.includes(part) ? 2 : -1;
  })).filter((value) => value >= 0);
  return ranks.length ? Math.min(...ranks) : -1;
}

function element(name, attributes) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.choices = [...select.options].filter((option) => !("placeholder" in option.dataset));
    this.active = -1;
    this.build();
    this.listen();
  }

  build() {
    const { select } = this;
    const listId = `auswahl-${(counter += 1)}`;
    this.list = element("ul", { id: listId, role: "listbox", class: "combobox__list", hidden: "" });
    this.status = element("p", { class: "kern-sr-only", role: "status" });
    this.input = element("input", {
      id: select.id, type: "text", class: "kern-form-input__input", role: "combobox", autocomplete: "off",
      spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
    });
    for (const name of ["aria-describedby", "aria-invalid", "aria-required", "aria-label"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    if (select.hasAttribute("aria-invalid")) this.input.classList.add("kern-form-input__input--error");
    this.list.setAttribute("aria-label", select.labels?.[0]?.textContent.trim() ?? select.name);
    select.id = `${select.id}-select`;
    select.tabIndex = -1;
    this.input.value = this.chosenText();
    const frame = element("div", { class: "combobox" });
    frame.append(this.input, this.list, this.status);
    const wrapper = select.closest(".kern-form-input__select-wrapper") ?? select;
    wrapper.before(frame);
    frame.append(select);
    if (wrapper !== select) wrapper.remove();
    select.hidden = true;
  }

  chosenText() {
    const option = this.select.selectedOptions[0];
    return this.choices.includes(option) ? option.text : "";
  }

  listen() {
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => { if (this.list.hidden) this.open(""); });
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.take(item);
    });
  }

  open(typed) {
    const hits = this.choices.map((option) => ({ option, rank: rank(option.text, typed) }))
      .filter((hit) => hit.rank >= 0).sort((one, other) => one.rank - other.rank);
    this.list.replaceChildren(...hits.map(({ option }, index) => {
      const item = element("li", { id: `${this.list.id}-${index}`, role: "option", class: "combobox__option",
        "aria-selected": "false", "data-value": option.value });
      item.textContent = option.text;
      return item;
    }));
    const { none, one, many } = this.select.dataset;
    this.status.textContent = hits.length > 1 ? many.replace("{n}", hits.length) : hits.length ? one : none;
    this.list.hidden = !hits.length;
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.mark(typed && hits.length ? 0 : -1);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  mark(index) {
    const items = this.list.children;
    this.active = index;
    [...items].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    if (index < 0) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", items[index].id);
    items[index].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const { length } = this.list.children;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) {
        this.open("");
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(this.active < 0 && step < 0 ? length - 1 : (this.active + step + length) % length);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.take(this.list.children[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  take(item) {
    this.choose(item.dataset.value);
    this.close();
  }

  choose(value) {
    const changed = this.select.value !== value;
    this.select.value = value;
    this.input.value = this.chosenText();
    if (changed) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Leaving takes a name that is typed in full, empties an emptied field, and else returns to what was chosen. */
  leave() {
    const typed = folded(this.input.value);
    const match = this.choices.find((option) => folded(option.text).some((form) => typed.includes(form)));
    if (match) this.choose(match.value);
    else if (!typed[0]) this.choose("");
    else this.input.value = this.chosenText();
    this.close();
  }
}

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-combobox]:not([hidden])")) new Combobox(select);
}

enhance(document);
document.addEventListener("portal:content", (event) => enhance(event.target));
