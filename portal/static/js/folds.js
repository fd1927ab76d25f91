/* Folds stand open where there is room. Current browsers do that by the stylesheet alone; this is for older ones. */

const wide = matchMedia("(min-width: 64rem)");

function open() {
  for (const fold of document.querySelectorAll(".fold")) fold.open = wide.matches;
}

if (!CSS.supports("selector(::details-content)")) {
  open();
  wide.addEventListener("change", open);
}
