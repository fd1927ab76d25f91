/* The list of proposals below a field, after the ARIA 1.2 pattern "editable combobox with list".
 *
 * A script that wants one sends `portal:combobox` from its field with {label, texts, propose, take} as detail and finds
 * the list in `detail.list`: `propose` is called when the arrow keys ask for proposals, `take` with the value of the one
 * that was chosen. `texts` say how many there are: {none, one, many}.
 */

let counter = 0;

function element(name, attributes) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

class Proposals {
  constructor(input, { label, texts, propose, take }) {
    Object.assign(this, { input, texts, propose, take, active: -1 });
    const id = `auswahl-${(counter += 1)}`;
    this.list = element("ul", { id, role: "listbox", class: "combobox__list", hidden: "", "aria-label": label });
    this.status = element("p", { class: "kern-sr-only", role: "status" });
    const state = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries({ ...state, "aria-controls": id })) input.setAttribute(name, value);
    input.after(this.list, this.status);
    input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.take(item.dataset.value);
    });
  }

  get open() {
    return !this.list.hidden;
  }

  /** Show proposals {text, value, note}; with `first` the first one is marked. */
  show(proposals, first = false) {
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
    const { none = "", one, many } = this.texts;
    const count = proposals.length;
    this.status.textContent = count > 1 ? many.replace("{n}", count) : count ? one : none;
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
      if (!this.open) {
        this.propose();
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(this.active < 0 && step < 0 ? length - 1 : (this.active + step + length) % length);
    } else if (event.key === "Enter" && this.open && this.active >= 0) {
      event.preventDefault();
      this.take(this.list.children[this.active].dataset.value);
    } else if (event.key === "Escape" && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}

document.addEventListener("portal:combobox", (event) => {
  event.detail.list = new Proposals(event.target, event.detail);
});
