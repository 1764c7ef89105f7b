/* After sign-out nothing of a draft stays in this browser. */
(() => {
  "use strict";
  document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", () => {
    Object.keys(localStorage).filter((key) => key.startsWith("ng:")).forEach((key) => localStorage.removeItem(key));
  }));
})();
