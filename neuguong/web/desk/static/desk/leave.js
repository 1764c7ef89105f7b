/* After sign-out nothing of a draft and nothing of a check on site stays in this browser. */
(() => {
  "use strict";
  const forgetVisits = () => new Promise((done) => {
    if (!window.indexedDB) { done(); return; }
    setTimeout(done, 1500);
    const asked = indexedDB.deleteDatabase("ng-visits");
    asked.onsuccess = asked.onerror = () => done();
  });
  document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("ng:")).forEach((key) => localStorage.removeItem(key));
    } catch { /* forbidden: then nothing is there */ }
    forgetVisits().catch(() => {}).then(() => form.submit());
  }));
})();
