/* Keys for deciding claims. They work only while the focus is inside the open claim and not in a field (WCAG 2.1.4). */
(() => {
  "use strict";
  const panel = document.querySelector("[data-decide]");
  if (!panel) return;
  panel.querySelectorAll("[data-keys]").forEach((hint) => { hint.hidden = false; });

  const typing = (node) => node.closest("input, textarea, select");
  panel.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const wanted = [...panel.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
    if (!wanted) return;
    event.preventDefault();
    if (wanted.tagName !== "DETAILS") return void wanted.click();
    panel.querySelectorAll("details[open]").forEach((other) => { other.open = other === wanted; });
    wanted.open = true;
    wanted.querySelector("textarea, input:not([type=hidden])").focus();
  });
  panel.addEventListener("keydown", (event) => {
    const open = event.target.closest("details[open]");
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    panel.focus();
  });
  if (!document.querySelector("[autofocus]")) panel.focus({ preventScroll: window.location.hash !== "#dieu" });
})();
