/* Fields with a list of proposals below, after the ARIA 1.2 pattern "editable combobox with list".
 *
 * `select[data-combobox]` becomes a field to type into. The select stays in the form and is what gets sent; the field
 * takes over its id, so that labels, hints and the error summary lead to it. What begins with the typed letters comes
 * first; umlauts match however they are typed.
 *
 * `input[data-suggest]` gets proposals from the address it names. Nothing is chosen by itself: Enter sends what was
 * typed, unless the arrow keys have led to a proposal.
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

/** The list below a field: what is shown, what is marked, and what the keys do. Who extends it says `propose` and `take`. */
class Combobox {
  constructor(input, label, texts) {
    this.input = input;
    this.texts = texts;
    this.active = -1;
    const id = `auswahl-${(counter += 1)}`;
    this.list = element("ul", { id, role: "listbox", class: "combobox__list", hidden: "", "aria-label": label });
    this.status = element("p", { class: "kern-sr-only", role: "status" });
    const state = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries({ ...state, "aria-controls": id })) input.setAttribute(name, value);
    input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.take(item);
    });
  }

  /** Show proposals {text, value, note}; with `first` the first one is marked. */
  show(proposals, first) {
    this.list.replaceChildren(...proposals.map(({ text, value, note }, index) => {
      const item = element("li", { id: `${this.list.id}-${index}`, role: "option", class: "combobox__option",
        "aria-selected": "false", "data-value": value });
      item.append(text);
      if (note) {
        const aside = element("span", { class: "combobox__note" });
        aside.textContent = note;
        item.append(" ", aside);
      }
      return item;
    }));
    const { none, one, many } = this.texts;
    const count = proposals.length;
    this.status.textContent = count > 1 ? many.replace("{n}", count) : count ? one : none ?? "";
    this.list.hidden = !count;
    this.input.setAttribute("aria-expanded", String(count > 0));
    this.mark(first && count ? 0 : -1);
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
        this.propose();
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
}

class Choice extends Combobox {
  constructor(select) {
    const input = element("input", { id: select.id, type: "text", class: "kern-form-input__input", spellcheck: "false" });
    super(input, select.labels?.[0]?.textContent.trim() ?? select.name, select.dataset);
    this.select = select;
    this.choices = [...select.options].filter((option) => !("placeholder" in option.dataset));
    for (const name of ["aria-describedby", "aria-invalid", "aria-required", "aria-label"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    if (select.hasAttribute("aria-invalid")) input.classList.add("kern-form-input__input--error");
    select.id = `${select.id}-select`;
    select.tabIndex = -1;
    input.value = this.chosenText();
    const frame = element("div", { class: "combobox" });
    frame.append(input, this.list, this.status);
    const wrapper = select.closest(".kern-form-input__select-wrapper") ?? select;
    wrapper.before(frame);
    frame.append(select);
    if (wrapper !== select) wrapper.remove();
    select.hidden = true;
    input.addEventListener("input", () => this.propose(input.value));
    input.addEventListener("click", () => { if (this.list.hidden) this.propose(); });
    input.addEventListener("blur", () => this.leave());
  }

  chosenText() {
    const option = this.select.selectedOptions[0];
    return this.choices.includes(option) ? option.text : "";
  }

  propose(typed = "") {
    const hits = this.choices.map((option) => ({ option, rank: rank(option.text, typed) }))
      .filter((hit) => hit.rank >= 0).sort((one, other) => one.rank - other.rank);
    this.show(hits.map(({ option }) => ({ text: option.text, value: option.value })), typed);
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

const PAUSE = 120; // milliseconds without a key before anything is asked
const FEWEST = 2; // letters

class Suggestions extends Combobox {
  constructor(input) {
    super(input, input.dataset.label, input.dataset);
    this.asked = new AbortController();
    this.pause = 0;
    input.type = "text"; // a search field may not be a combobox
    input.after(this.list, this.status);
    input.addEventListener("input", () => this.later());
    input.addEventListener("blur", () => this.rest());
    input.form.addEventListener("submit", () => this.rest());
  }

  /** Ask no more and show nothing: what was typed is being searched for. */
  rest() {
    clearTimeout(this.pause);
    this.asked.abort();
    this.status.textContent = "";
    this.close();
  }

  later() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.propose(), PAUSE);
  }

  async propose() {
    const typed = this.input.value;
    this.asked.abort();
    if (typed.trim().length < FEWEST) {
      this.close();
      return;
    }
    const request = new AbortController();
    this.asked = request;
    try {
      const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (request.signal.aborted) return;
      this.show(suggestions.map(({ text, kind }) => ({ text, value: text, note: kind })), false);
    } catch {
      if (!request.signal.aborted) this.close(); // proposals are a help, and nothing is said when there is none
    }
  }

  take(item) {
    this.input.value = item.dataset.value;
    this.rest();
    this.input.form.requestSubmit();
  }
}

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-combobox]:not([hidden])")) new Choice(select);
  for (const input of root.querySelectorAll("input[data-suggest]:not([role])")) new Suggestions(input);
}

enhance(document);
document.addEventListener("portal:content", (event) => enhance(event.target));
