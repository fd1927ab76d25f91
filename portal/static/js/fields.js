/* Small helps in forms: count characters, narrow a long list of boxes. Forms work without, too. */

/* -- Characters left: seen at once, told to a screen reader only when the typing pauses -- */

function countCharacters(area) {
  const counter = document.getElementById(`${area.id}-count`);
  if (!counter || area.dataset.counting) return;
  area.dataset.counting = "yes";
  const spoken = document.createElement("p");
  spoken.className = "kern-sr-only";
  spoken.setAttribute("role", "status");
  counter.after(spoken);
  const seen = document.createElement("span");
  seen.setAttribute("aria-hidden", "true");
  const limit = document.createElement("span");
  limit.className = "kern-sr-only";
  limit.textContent = counter.textContent;
  counter.replaceChildren(limit, seen); // the description stays the limit, the moving number is for the eyes
  let pause = 0;

  const show = () => {
    // As the server counts: whole characters, a line end is one.
    const left = Number(area.dataset.maxLength) - [...area.value].length;
    seen.textContent = (left < 0 ? area.dataset.over : area.dataset.left).replace("{n}", Math.abs(left).toLocaleString("de"));
    counter.classList.toggle("counter--over", left < 0);
    return seen.textContent;
  };
  area.addEventListener("input", () => {
    const text = show();
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = text; }, 1200);
  });
  show();
}

/* -- A box that narrows a long group of boxes to tick: filters, municipalities in a form -- */

const plain = (text) => text.toLocaleLowerCase("de").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
const writtenOut = (text) => plain(text.normalize("NFC").replace(/[äöü]/gi, (letter) => `${plain(letter)}e`));

function narrow(list) {
  const label = list.closest("fieldset")?.querySelector(".facet__filter");
  const input = label?.querySelector("input");
  if (!input || !label.hidden) return;
  label.hidden = false;
  input.addEventListener("input", () => {
    const typed = [plain(input.value.trim()), writtenOut(input.value.trim())];
    let left = 0;
    for (const item of list.children) {
      const name = (item.querySelector("span") ?? item).textContent;
      const fits = [plain(name), writtenOut(name)].some((form) => typed.some((part) => form.includes(part)));
      const chosen = item.querySelector("input").checked;
      item.hidden = !fits && !chosen;
      if (fits) left += 1;
    }
    document.querySelector("[data-announcer]").textContent = list.dataset.filterable.replace("{n}", left);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
}

function enhance(root) {
  root.querySelectorAll("textarea[data-max-length]").forEach(countCharacters);
  root.querySelectorAll("[data-filterable]").forEach(narrow);
}

enhance(document);
document.addEventListener("portal:content", (event) => enhance(event.target));
