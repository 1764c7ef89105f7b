/* A dossier that saves itself as one types.

   Every edit is first kept in this browser, then sent. What could not be sent (no network, session over, server down)
   stays here and is sent later; the server decides what to do when somebody else wrote in the same field meanwhile.
   Kept under "ng:<account>:<dossier>:<field>"; signing out removes everything that begins with "ng:". */
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const prefix = `ng:${form.dataset.account}:${form.dataset.dossier}:`;
  const statuses = document.querySelectorAll("[data-saved]");
  const conflicts = document.querySelector("[data-conflicts]");
  const fields = new Map([...form.querySelectorAll("[data-field]")].map((el) => [el.dataset.field, el]));
  const bases = new Map([...fields].map(([name, el]) => [name, el.value]));
  // The same bases travel with a full submit, for the reader without a script and for the last button.
  const setBase = (name, text) => {
    bases.set(name, text);
    const hidden = form.querySelector(`[data-base-for="${CSS.escape(name)}"]`);
    if (hidden) hidden.value = text;
  };
  let version = Number(form.dataset.version);
  let timer = 0;
  let sending = false;

  const store = {
    read(name) { try { return JSON.parse(localStorage.getItem(prefix + name)); } catch { return null; } },
    write(name, edit) { try { localStorage.setItem(prefix + name, JSON.stringify(edit)); } catch { /* full or forbidden */ } },
    drop(name) { try { localStorage.removeItem(prefix + name); } catch { /* forbidden */ } },
    names() { return [...fields.keys()].filter((name) => store.read(name)); },
  };
  // "<this page>:<serial>": the server sees which saves continue one person's typing, and knows a re-sent one.
  const here = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  let serial = 0;
  const key = () => `${here}:${serial += 1}`;
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1] || "";

  const say = (kind, text, link) => statuses.forEach((status) => {
    status.dataset.kind = kind;
    status.replaceChildren(document.createTextNode(text));
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      if (!link.href.startsWith("#")) {
        a.target = "_blank";
        a.rel = "noopener";
      }
      a.textContent = link.text;
      status.append(" ", a);
    }
  });

  // An edit remembers what the field held when the writer began: the server compares it with what it has now.
  const note = (name) => {
    const el = fields.get(name);
    const before = store.read(name);
    if (el.value === bases.get(name)) { store.drop(name); return; }
    store.write(name, {
      field: name, text: el.value, base_text: bases.get(name),
      client_key: key(), written_at: new Date().toISOString(), began: before ? before.began : Date.now(),
    });
  };

  const fieldError = (name, sentence) => {
    const el = fields.get(name);
    const box = form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
    if (!el || !box) return;
    box.textContent = sentence || "";
    box.hidden = !sentence;
    if (sentence) el.setAttribute("aria-invalid", "true"); else el.removeAttribute("aria-invalid");
    const described = new Set((el.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    if (sentence) described.add(box.id); else described.delete(box.id);
    if (described.size) el.setAttribute("aria-describedby", [...described].join(" "));
    el.closest(".field").classList.toggle("field-bad", Boolean(sentence));
  };

  const showHeldBack = (rows) => {
    if (!conflicts || !rows.length) return;
    conflicts.hidden = false;
    rows.forEach((row) => {
      const el = fields.get(row.field);
      if (el && el.value === row.text) { el.value = row.current; setBase(row.field, row.current); }
      if (conflicts.querySelector(`[data-kept="${Number(row.id)}"]`)) return;
      const item = conflicts.querySelector("template").content.cloneNode(true);
      const line = item.querySelector("li");
      line.dataset.kept = row.id;
      line.querySelector("[data-label]").textContent = row.label;
      line.querySelector("blockquote").textContent = row.text;
      line.querySelector("input[name=text]").value = row.id;
      line.querySelector("input[name=csrfmiddlewaretoken]").value = cookie("csrftoken");
      conflicts.querySelector("ul").append(item);
    });
  };

  const send = async () => {
    if (sending) return;
    const edits = store.names().map((name) => store.read(name));
    if (!edits.length) return;
    sending = true;
    say("busy", "Đang lưu…");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", credentials: "same-origin", redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
        body: JSON.stringify({ version, edits }),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        say("away", "Phiên làm việc đã hết. Chữ vẫn được giữ trong máy này.", { href: form.dataset.signin, text: "Đăng nhập lại (mở thẻ mới)" });
        return;
      }
      const result = await answer.json();
      if (!answer.ok) { say("stop", result.sentence || "Máy chủ chưa nhận được. Chữ vẫn được giữ trong máy này."); return; }
      version = result.version;
      document.querySelectorAll("[data-claims]").forEach((el) => { if (el.textContent !== result.claims) el.textContent = result.claims; });
      form.querySelectorAll("input[name=version]").forEach((el) => { el.value = version; });
      edits.forEach((edit) => {
        const wrong = result.errors[edit.field];
        fieldError(edit.field, wrong);
        if (wrong) return;
        setBase(edit.field, edit.text);
        const now = store.read(edit.field);
        if (now && now.client_key === edit.client_key) store.drop(edit.field);
        else if (now) note(edit.field);
      });
      showHeldBack(result.held_back);
      if (Object.keys(result.errors).length) say("stop", "Có ô chưa lưu được, xem lời nhắc bên dưới ô.");
      else if (result.held_back.length) say("stop", "Đã lưu, nhưng hai người cùng sửa một ô.", { href: "#giu-rieng", text: "Xem và chọn" });
      else say("done", `Đã lưu lúc ${clock()} trên máy chủ, bản ${version}`);
    } catch {
      say("away", "Mất mạng. Chữ vẫn được giữ trong máy này và sẽ tự gửi khi có mạng.");
    } finally {
      sending = false;
      if (store.names().some((name) => !fields.get(name).hasAttribute("aria-invalid"))) later(15000);
    }
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  // What an earlier visit could not send comes back into its field.
  let restored = 0;
  store.names().forEach((name) => {
    const edit = store.read(name);
    const el = fields.get(name);
    if (edit.text === el.value) { store.drop(name); return; }
    setBase(name, edit.base_text);
    el.value = edit.text;
    restored += 1;
  });
  if (restored) { say("busy", "Đã lấy lại chữ chưa kịp gửi của lần trước, đang lưu…"); later(0); }

  fields.forEach((el, name) => {
    el.addEventListener("input", () => { note(name); later(1000); });
    el.addEventListener("change", () => { note(name); later(200); });
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => later(document.hidden ? 0 : 500));
  window.addEventListener("focus", () => later(0));
  // The last button first brings everything home; only then does it leave the page. Without network the page stays.
  let homeward = false;
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) token.value = cookie("csrftoken") || token.value;
    if (homeward || !store.names().length) return;
    event.preventDefault();
    const button = event.submitter;
    while (sending) await new Promise((wake) => { setTimeout(wake, 100); });
    await send();
    document.querySelectorAll("[data-held]:disabled").forEach((el) => { el.disabled = false; });
    const left = store.names();
    if (left.length) {
      const wrong = left.map((name) => fields.get(name)).find((el) => el.hasAttribute("aria-invalid"));
      if (wrong) wrong.focus();
      return;
    }
    if (conflicts && !conflicts.hidden) { conflicts.scrollIntoView({ block: "center" }); return; }
    homeward = true;
    form.requestSubmit(button || undefined);
  });

  // Words are counted while one types; the limits are the plan's.
  document.querySelectorAll("[data-count-for]").forEach((counter) => {
    const el = document.getElementById(counter.dataset.countFor);
    const low = Number(counter.dataset.low);
    const high = Number(counter.dataset.high);
    const show = () => {
      const count = (el.value.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;
      const judgement = count === 0 ? "chưa viết" : count < low ? `nên viết thêm, ít nhất ${low} từ` : count > high ? `nên rút gọn, nhiều nhất ${high} từ` : "trong khoảng nên viết";
      counter.querySelector("[data-number]").textContent = count;
      counter.querySelector("[data-words]").textContent = judgement;
    };
    el.addEventListener("input", show);
    show();
  });
})();
