/* `input[data-suggest]` gets proposals from the address it names, in the list of combobox.js, which is linked before.
 *
 * Nothing is chosen by itself: Enter sends what was typed, unless the arrow keys have led to a proposal.
 */

const PAUSE = 120; // milliseconds without a key before anything is asked
const FEWEST = 2; // letters

class Suggestions {
  constructor(input) {
    this.input = input;
    this.asked = new AbortController();
    this.pause = 0;
    input.type = "text"; // a search field may not be a combobox
    const detail = {
      label: input.dataset.label, texts: input.dataset, propose: () => this.propose(), take: (text) => this.take(text),
    };
    input.dispatchEvent(new CustomEvent("portal:combobox", { bubbles: true, detail }));
    this.list = detail.list;
    input.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.propose(), PAUSE);
    });
    input.addEventListener("blur", () => this.rest());
    input.form.addEventListener("submit", () => this.rest());
  }

  /** Ask no more and show nothing: what was typed is being searched for, or somebody went on. */
  rest() {
    clearTimeout(this.pause);
    this.asked.abort();
    this.list.show([]);
  }

  async propose() {
    const typed = this.input.value;
    this.asked.abort();
    if (typed.trim().length < FEWEST) {
      this.list.show([]);
      return;
    }
    const request = this.asked = new AbortController();
    try {
      const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (request.signal.aborted) return;
      this.list.show(suggestions.map(({ text, kind }) => ({ text, value: text, note: kind })));
    } catch {
      if (!request.signal.aborted) this.list.close(); // proposals are a help: where there are none, nothing is said
    }
  }

  take(text) {
    this.input.value = text;
    this.rest();
    this.input.form.requestSubmit();
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
