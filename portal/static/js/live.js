/* Search forms that answer at once.
 *
 * `form[data-live]` is a plain GET form; without script it works with its buttons. Here each change fetches the very
 * page the form would lead to, and every element marked `data-live-region` is replaced by the one of the same id.
 * The address, the back button and the focus behave as if the page had been loaded; the new count is announced.
 * Whatever else enhances a page listens to `portal:content` and looks at `event.target`.
 */

const announcer = document.querySelector("[data-announcer]");
const WORDS = "input[data-words]"; // is sent with Enter or the button, not at each change
let pending = null;

function addressOf(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  const url = new URL(form.action);
  url.search = new URLSearchParams(filled).toString();
  return url;
}

/** Remember what a person has opened, typed and reached in a region, and return how to bring it back. */
function keep(region) {
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const folds = [...region.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.open]);
  const typed = [...region.querySelectorAll("input[id]:not([name])")].map((input) => [input.id, input.value]);
  const scrolled = [...region.querySelectorAll("[data-filterable]")].map((list) => list.scrollTop);
  return (fresh) => {
    for (const [id, open] of folds) fresh.querySelector(`#${CSS.escape(id)}`)?.toggleAttribute("open", open);
    for (const [id, value] of typed) {
      const input = fresh.querySelector(`#${CSS.escape(id)}`);
      if (!input || !value) continue;
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    fresh.querySelectorAll("[data-filterable]").forEach((list, index) => { list.scrollTop = scrolled[index] ?? 0; });
    if (focused) fresh.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  };
}

function replaceRegions(page) {
  for (const region of document.querySelectorAll("[data-live-region]")) {
    const fresh = page.getElementById(region.id);
    if (!fresh) continue;
    const restore = keep(region);
    region.replaceWith(fresh);
    fresh.dispatchEvent(new CustomEvent("portal:content", { bubbles: true }));
    restore(fresh);
  }
  document.title = page.title;
}

/** Show the page behind an address in place; anything unexpected falls back to an ordinary visit. */
async function show(url, { push }) {
  pending?.abort();
  const request = new AbortController();
  pending = request;
  document.querySelector("[data-results]")?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: request.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || answer.redirected || !page.querySelector("[data-results]")) throw new Error("not results");
    if (request.signal.aborted) return false;
    if (push) history.pushState({ live: true }, "", url);
    replaceRegions(page);
    announcer.textContent = document.querySelector("[data-results-count]")?.textContent ?? "";
    return true;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
    return false;
  }
}

/** Put a form's words and choices as its address says, after the back button. */
function fillFrom(form, url) {
  for (const input of form.querySelectorAll(WORDS)) input.value = url.searchParams.get(input.name) ?? "";
}

function start() {
  const form = document.querySelector("form[data-live]");
  if (!form) return;
  history.replaceState({ ...history.state, live: true }, "");
  document.documentElement.classList.add("is-live"); // the apply button is not needed any more

  form.addEventListener("change", (event) => {
    if (event.target.name && !event.target.matches(WORDS)) show(addressOf(form), { push: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressOf(form), { push: true });
  });
  form.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-live-link]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!(await show(new URL(link.href), { push: true }))) return;
    fillFrom(form, new URL(location.href));
    // The link is gone or means another page: go on where the results begin.
    document.querySelector("[data-results-count]")?.focus();
  });
  window.addEventListener("popstate", async (event) => {
    if (!event.state?.live) return;
    if (await show(new URL(location.href), { push: false })) fillFrom(form, new URL(location.href));
  });
}

start();
