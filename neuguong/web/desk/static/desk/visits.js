/* Checks on site that wait in this browser until there is a network.

   The page of a check keeps every field and photo here while one writes; what was sent off without network waits and is
   sent from whichever page of the desk is open when the network returns. Each has a key: the server takes it once.
   Kept in the database "ng-visits" under "<account>:<dossier>:<replaced check>"; leave.js removes it at sign-out. */
(() => {
  "use strict";
  const signOut = document.querySelector("form[data-sign-out]");
  const account = signOut && signOut.dataset.signOut;
  const status = document.querySelector("[data-visit-status]");
  if (!account || !status || !window.indexedDB) return;
  const form = document.querySelector("form[data-visit]");
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1] || "";

  const base = () => new Promise((done, fail) => {
    const asked = indexedDB.open("ng-visits", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("visits", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  // A connection lives for one question only, so that signing out never waits for it.
  const ask = async (mode, question) => {
    const db = await base();
    try {
      return await new Promise((done, fail) => {
        const turn = db.transaction("visits", mode);
        const asked = question(turn.objectStore("visits"));
        turn.oncomplete = () => done(asked.result);
        turn.onerror = turn.onabort = () => fail(turn.error);
      });
    } finally { db.close(); }
  };
  const store = {
    read: (id) => ask("readonly", (all) => all.get(id)),
    write: (row) => ask("readwrite", (all) => all.put(row)),
    drop: (id) => ask("readwrite", (all) => all.delete(id)),
    mine: async () => (await ask("readonly", (all) => all.getAll())).filter((row) => row.account === account),
  };

  const say = (kind, text, link) => {
    status.hidden = false;
    status.dataset.kind = kind;
    status.replaceChildren(document.createTextNode(text));
    if (!link) return;
    const a = document.createElement("a");
    a.href = link.href;
    a.textContent = link.text;
    if (link.tab) { a.target = "_blank"; a.rel = "noopener"; }
    status.append(" ", a);
  };
  const page = { row: null, shown: () => {}, sent: () => {} };  // the form on this page, when there is one
  const away = (row) => say("away", `Đang giữ trên máy, chưa gửi: ${row.title}. Có mạng sẽ tự gửi.`);

  const deliver = async (row) => {
    const body = new FormData();
    row.fields.forEach(([name, value]) => body.append(name, value));
    row.photos.forEach((photo) => {
      body.append("photos", photo.blob, photo.name);
      body.append("photo_time", photo.taken);
    });
    let answer;
    try {
      answer = await fetch(row.action, {
        method: "POST", credentials: "same-origin", redirect: "manual", body,
        headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
      });
    } catch { away(row); return; }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      say("away", `Phiên làm việc đã hết. Đang giữ trên máy, chưa gửi: ${row.title}.`, { href: row.signin, text: "Đăng nhập lại (mở thẻ mới)", tab: true });
      return;
    }
    if (answer.ok) {
      const result = await answer.json();
      await store.drop(row.id);
      say("done", `Đã gửi lúc ${clock()}: ${row.title}.`, { href: result.url, text: "Mở hồ sơ" });
      page.sent(row);
      return;
    }
    if (answer.status >= 500 || answer.status === 429) { say("away", `Máy chủ chưa nhận được. Đang giữ trên máy, chưa gửi: ${row.title}.`); return; }
    const result = await answer.json().catch(() => ({}));
    const told = { ...row, state: "draft", errors: result.errors || {}, sentence: result.sentence || (result.errors ? "" : "Máy chủ không nhận lần kiểm tra này. Phần đã ghi vẫn được giữ trên máy.") };
    await store.write(told);
    say("stop", `Chưa gửi được: ${row.title}. ${told.sentence || "Có chỗ cần sửa."}`, page.row && page.row.id === row.id ? null : { href: row.page, text: "Mở để sửa" });
    page.shown(told);
  };
  let timer = 0;
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      const all = async () => { for (const row of await store.mine()) if (row.state === "waiting") await deliver(row); };
      // Two pages of one browser do not send at the same time; the key on the server holds anyway.
      if (navigator.locks) await navigator.locks.request("ng-visits", { ifAvailable: true }, (lock) => (lock ? all() : null));
      else await all();
      if ((await store.mine()).some((row) => row.state === "waiting")) later(15000);
    } catch { later(15000); } finally { sending = false; }
    await warn();
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  // Signing out removes what was not sent, so it asks first.
  const warn = async () => {
    const rows = await store.mine().catch(() => []);
    if (rows.length) {
      signOut.dataset.confirm = "Đăng xuất và bỏ phần chưa gửi?";
      signOut.dataset.confirmText = `Lần kiểm tra thực tế chưa gửi trên máy này sẽ mất: ${rows.map((row) => row.title).join(", ")}.`;
    } else {
      delete signOut.dataset.confirm;
      delete signOut.dataset.confirmText;
    }
  };
  window.addEventListener("online", () => later(0));
  window.addEventListener("focus", () => later(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) later(0); });

  const start = async () => {
    if (form) await keepForm();
    await warn();
    const rows = await store.mine();
    if (rows.some((row) => row.state === "waiting")) later(0);
  };

  // --- the page of one check
  const keepForm = async () => {
    const id = `${account}:${form.dataset.visit}`;
    const part = form.querySelector("[data-visit-fields]");
    const list = form.querySelector("[data-visit-photos]");
    const button = form.querySelector("button[type=submit]");
    const again = form.querySelector("[data-visit-again]");
    const errors = form.querySelector("[data-visit-errors]");
    const inputs = [...form.querySelectorAll("input[type=file]")];
    const controls = [...form.elements].filter((el) => el.name && el.type !== "file" && el.name !== "csrfmiddlewaretoken" && el.tagName !== "BUTTON");
    const kept = await store.read(id);
    const photos = kept ? kept.photos : [];
    let state = kept ? kept.state : "";
    let gone = false;

    const typed = () => controls.filter((el) => el.type !== "radio" || el.checked).map((el) => [el.name, el.value]);
    const row = () => ({
      id, account, action: form.action || location.pathname, page: location.pathname + location.search,
      title: form.dataset.title, signin: form.dataset.signin, fields: typed(), photos: [...photos], state, errors: {}, sentence: "",
    });
    page.row = { id };
    const keep = async () => {
      if (gone) return;
      await store.write(row());
      await warn();
    };
    const lock = () => {
      const waiting = state === "waiting" || gone;
      part.querySelectorAll("input, textarea, button").forEach((el) => { el.disabled = waiting; });
      again.hidden = state !== "waiting" || gone;
      button.hidden = gone;
      button.textContent = state === "waiting" ? "Gửi ngay" : "Gửi lần kiểm tra";
    };
    const hour = (taken) => new Date(taken).toLocaleString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" });
    const draw = () => {
      list.querySelectorAll("img").forEach((img) => URL.revokeObjectURL(img.src));
      list.hidden = !photos.length;
      list.replaceChildren(...photos.map((photo, place) => {
        const item = document.createElement("li");
        const img = document.createElement("img");
        img.src = URL.createObjectURL(photo.blob);
        img.alt = `Ảnh ${place + 1}`;
        const words = document.createElement("span");
        words.textContent = `${photo.name}, giờ của tệp ${hour(photo.taken)}`;
        const off = document.createElement("button");
        off.type = "button";
        off.className = "btn btn-sm";
        off.textContent = `Bỏ ảnh ${place + 1}`;
        off.addEventListener("click", () => { photos.splice(place, 1); draw(); lock(); noted(); });
        item.append(img, words, off);
        return item;
      }));
    };
    const showErrors = (told) => {
      const names = Object.keys(told.errors || {});
      const lines = told.sentence ? [[null, told.sentence]] : names.map((name) => [name, told.errors[name]]);
      errors.hidden = !lines.length;
      errors.querySelector("ul").replaceChildren(...lines.map(([name, words]) => {
        const line = document.createElement("li");
        const el = name === "photos" ? inputs[0] : controls.find((one) => one.name === name && one.type !== "hidden");
        if (!el) { line.textContent = words; return line; }
        const a = document.createElement("a");
        a.href = `#${el.id}`;
        a.textContent = words;
        line.append(a);
        return line;
      }));
      controls.forEach((el) => { if (names.includes(el.name)) el.setAttribute("aria-invalid", "true"); else el.removeAttribute("aria-invalid"); });
      if (lines.length) errors.focus();
    };
    const noted = () => { clearTimeout(noted.timer); noted.timer = setTimeout(() => keep().catch(() => {}), 250); };

    page.shown = (told) => { if (told.id !== id) return; state = told.state; lock(); showErrors(told); };
    page.sent = (told) => { if (told.id !== id) return; gone = true; clearTimeout(noted.timer); lock(); status.scrollIntoView({ block: "center" }); };

    if (kept) {
      const values = new Map(kept.fields);
      controls.forEach((el) => {
        if (el.type === "radio") el.checked = values.get(el.name) === el.value;
        else if (values.has(el.name)) el.value = values.get(el.name);
      });
      if (state === "waiting") away(kept); else say("away", "Đã lấy lại phần ghi trên máy này, chưa gửi.");
    }
    draw();
    lock();
    if (kept) showErrors(kept);
    controls.forEach((el) => { el.addEventListener("input", noted); el.addEventListener("change", noted); });
    window.addEventListener("pagehide", () => { if (noted.timer) keep().catch(() => {}); });
    inputs.forEach((input) => input.addEventListener("change", async () => {
      [...input.files].slice(0, Number(form.dataset.most) - photos.length).forEach((file) => photos.push({ name: file.name, blob: file, taken: new Date(file.lastModified).toISOString() }));
      input.value = "";
      draw();
      await keep().catch(() => say("stop", "Máy này hết chỗ để giữ ảnh. Bỏ bớt ảnh hoặc gửi ngay khi có mạng."));
    }));
    again.addEventListener("click", async () => { state = "draft"; await keep(); lock(); say("away", "Đang giữ trên máy, chưa gửi."); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (gone) return;
      clearTimeout(noted.timer);
      // Locked fields keep their values: they are read before.
      state = "waiting";
      try { await keep(); } catch { say("stop", "Máy này không giữ được lần kiểm tra. Thử bớt ảnh rồi gửi lại."); state = "draft"; lock(); return; }
      errors.hidden = true;
      lock();
      say("busy", "Đang gửi…");
      await send();
      setTimeout(() => { button.disabled = false; delete button.dataset.held; }, 0);
    });
  };
  start().catch(() => { /* no store in this browser: the form is a plain form */ });
})();
