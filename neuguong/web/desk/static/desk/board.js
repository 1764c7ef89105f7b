/* The board with a script: a cell opens beside it, the chosen cell is marked, the page prints on a press. */
(() => {
  "use strict";
  let chosen = null;
  document.addEventListener("click", (event) => {
    const cell = event.target.closest(".board a");
    if (cell) chosen = cell;
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("htmx:afterSwap", () => {
    const heading = document.querySelector("#o-dang-xem h2");
    if (!chosen || !heading) return;
    document.querySelectorAll(".board [aria-current]").forEach((cell) => cell.removeAttribute("aria-current"));
    chosen.setAttribute("aria-current", "true");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  });
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
})();
