/* The board with a script: a cell opens beside it and is marked, the page prints on a press. */
(() => {
  "use strict";
  const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

  const mark = (cell) => {
    document.querySelectorAll(".board [aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    cell.setAttribute("aria-current", "true");
    const heading = document.querySelector("#o-dang-xem h2");
    if (!heading) return;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const cell = event.target.closest(".board a, #o-dang-xem .miss a.c");
    if (!cell || !plain(event) || !document.querySelector(".board") || !window.htmx) return;
    event.preventDefault();
    window.htmx
      .ajax("GET", cell.href, { target: "#o-dang-xem", select: "#o-dang-xem", swap: "outerHTML" })
      .then(() => mark(document.querySelector(`.board a[href="${cell.getAttribute("href")}"]`) || cell));
  });

  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
})();
