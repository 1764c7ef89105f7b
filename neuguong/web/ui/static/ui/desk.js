/* Small helps for the desk. Every page works without them. */
(() => {
  "use strict";

  // 1. Ask before an act that cannot be taken back: <form data-confirm="question" data-confirm-text="what changes">,
  //    and, if there is more to show, <template data-confirm-body> inside the form.
  const ask = (form, submitter) => {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "hoi-lai");
    const question = document.createElement("h2");
    question.id = "hoi-lai";
    question.textContent = form.dataset.confirm;
    dialog.append(question);
    if (form.dataset.confirmText) {
      const text = document.createElement("p");
      text.textContent = form.dataset.confirmText;
      dialog.append(text);
    }
    const body = form.querySelector("template[data-confirm-body]");
    if (body) dialog.append(body.content.cloneNode(true));
    const buttons = document.createElement("div");
    buttons.className = "btns";
    const go = document.createElement("button");
    go.type = "button";
    go.className = submitter && submitter.classList.contains("btn-stop") ? "btn btn-stop" : "btn btn-go";
    go.textContent = submitter ? submitter.textContent.trim() : "Làm tiếp";
    const back = document.createElement("button");
    back.type = "button";
    back.className = "btn";
    back.textContent = form.dataset.confirmBack || "Để sau";
    buttons.append(go, back);
    dialog.append(buttons);
    go.addEventListener("click", () => {
      form.dataset.confirmed = "1";
      dialog.close();
      form.requestSubmit(submitter || undefined);
    });
    back.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (submitter) submitter.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    back.focus();
  };

  // 2. A second press while the first is on its way does nothing. The button comes back when the page is shown
  //    again, when an htmx answer arrives, or after ten seconds (a download leaves the page where it is).
  const hold = (form) => {
    const buttons = [...form.querySelectorAll("button:not([type=button]), input[type=submit]")];
    // After the browser has collected the form: a disabled button would not send its own value.
    setTimeout(() => buttons.forEach((button) => { button.disabled = true; button.dataset.held = "1"; }), 0);
    setTimeout(() => release(form), 10000);
  };
  const release = (root) => root.querySelectorAll("[data-held]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.held;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, event.submitter);
      return;
    }
    delete form.dataset.confirmed;
    if ((form.getAttribute("method") || "").toLowerCase() === "post") hold(form);
  }, true);
  window.addEventListener("pageshow", () => release(document));
  document.addEventListener("htmx:afterRequest", () => release(document));

  // 3. An open menu closes on Escape and on a press elsewhere.
  const menus = () => document.querySelectorAll(".me-menu[open], .more[open], .p-menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => menus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  }));
})();
