/* `select[data-combobox]` becomes a field to type into, with the list of combobox.js, which is linked before.
 *
 * The select stays in the form and is what gets sent; the field takes over its id, so that labels, hints and the
 * error summary lead to it. What begins with the typed letters comes first; umlauts match however they are typed.
 */

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

class Choice {
  constructor(select) {
    this.select = select;
    this.choices = [...select.options].filter((option) => !("placeholder" in option.dataset));
    const label = select.labels?.[0]?.textContent.trim() ?? select.name;
    this.build();
    const detail = { label, texts: select.dataset, propose: () => this.propose(""), take: (value) => this.take(value) };
    this.input.dispatchEvent(new CustomEvent("portal:combobox", { bubbles: true, detail }));
    this.list = detail.list;
    this.input.addEventListener("input", () => this.propose(this.input.value));
    this.input.addEventListener("click", () => { if (!this.list.open) this.propose(""); });
    this.input.addEventListener("blur", () => this.leave());
  }

  build() {
    const { select } = this;
    const input = this.input = document.createElement("input");
    Object.assign(input, { id: select.id, type: "text", className: "kern-form-input__input", spellcheck: false });
    for (const name of ["aria-describedby", "aria-invalid", "aria-required", "aria-label"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    if (select.hasAttribute("aria-invalid")) input.classList.add("kern-form-input__input--error");
    select.id = `${select.id}-select`;
    select.tabIndex = -1;
    input.value = this.chosenText();
    const frame = document.createElement("div");
    frame.className = "combobox";
    frame.append(input);
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

  propose(typed) {
    const hits = this.choices.map((option) => ({ option, rank: rank(option.text, typed) }))
      .filter((hit) => hit.rank >= 0).sort((one, other) => one.rank - other.rank);
    this.list.show(hits.map(({ option }) => ({ text: option.text, value: option.value })), typed !== "");
  }

  take(value) {
    this.choose(value);
    this.list.close();
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
    this.list.close();
  }
}

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-combobox]:not([hidden])")) new Choice(select);
}

enhance(document);
document.addEventListener("portal:content", (event) => enhance(event.target));
