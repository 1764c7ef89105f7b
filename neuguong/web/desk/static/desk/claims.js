/* Deciding claims by keyboard. Keys work only while the focus stands in a place; every button works without them. */
(() => {
  "use strict";
  const places = [...document.querySelectorAll("[data-place]")];
  const keys = document.querySelector("[data-keys]");
  if (!places.length) return;
  if (keys) keys.hidden = false;

  const typing = (el) => el.closest("input:not([type=hidden]), textarea, select") !== null;
  const go = (place) => {
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };
  const open = (place, act) => {
    const box = place.querySelector(`details[data-act="${act}"]`);
    if (!box) return;
    box.open = true;
    const first = box.querySelector("textarea, input:not([type=hidden]), select");
    if (first) first.focus();
  };
  const forms = { KeyS: "correct", KeyH: "ask", KeyB: "reject", KeyX: "dismiss" };

  document.addEventListener("keydown", (event) => {
    const place = event.target.closest && event.target.closest("[data-place]");
    if (!place || event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
    const at = places.indexOf(place);
    if (event.code === "KeyJ" && places[at + 1]) go(places[at + 1]);
    else if (event.code === "KeyK" && places[at - 1]) go(places[at - 1]);
    else if (event.code === "KeyD") {
      const form = place.querySelector("form[data-act=check]");
      if (form) form.requestSubmit();
    } else if (forms[event.code]) open(place, forms[event.code]);
    else return;
    event.preventDefault();
  });

  const wrong = document.querySelector(".field-bad textarea, .field-bad input, .field-bad select");
  const named = location.hash && places.find((one) => `#${one.id}` === location.hash);
  if (wrong) wrong.focus();
  else if (named) go(named);
})();
