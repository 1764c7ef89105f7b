/* The block editor over the plain form: blocks as the library keeps them, saved by itself, kept in this browser until the server has them.

   Without this script the page is a form of fields and does the same. Everything that is shown comes from the server's own data;
   the server cleans every block again. */
import { tools, words } from "./article-tools.js";

const form = document.querySelector("[data-art-form]");
const holder = form?.querySelector("[data-art-holder]");
const data = JSON.parse(document.getElementById("art-data")?.textContent || "null");

// The library writes its sheet into the page when it is read; the policy of the page lets only sheets with the nonce in.
const withNonce = (nonce) => {
  const make = document.createElement.bind(document);
  document.createElement = (name, options) => {
    const element = make(name, options);
    if (String(name).toLowerCase() === "style") element.setAttribute("nonce", nonce);
    return element;
  };
};

const load = (src) => new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = src;
  script.onload = done;
  script.onerror = failed;
  document.head.append(script);
});

const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1] || "";
const shelf = `ng:article:${location.pathname}`;
const keep = (value) => { try { localStorage.setItem(shelf, JSON.stringify(value)); } catch { /* full or forbidden */ } };
const kept = () => { try { return JSON.parse(localStorage.getItem(shelf)); } catch { return null; } };
const forget = () => { try { localStorage.removeItem(shelf); } catch { /* forbidden */ } };

async function begin() {
  withNonce(holder.dataset.nonce);
  await load(holder.dataset.editor);
  const state = document.querySelector("[data-art-state]");
  const said = document.querySelector("[data-art-said]");
  const openList = document.querySelector("[data-art-open]");
  const version = form.elements.version;
  const texts = ["title", "lead", "share_words", "radio_text"];
  const left = kept();
  const start = left && left.version === version.value ? left : null;
  if (start) texts.forEach((name) => { form.elements[name].value = start[name]; });
  if (left && !start) offer(left, state);

  const editor = new window.EditorJS({
    holder,
    data: { blocks: start ? start.blocks : data.blocks },
    tools: tools(data),
    i18n: { messages: words },
    placeholder: "Viết ở đây, hoặc bấm dấu cộng để thêm khối",
    style: { nonce: holder.dataset.nonce },
    minHeight: 120,
    onChange: () => later(),
  });
  await editor.isReady;
  form.querySelector("[data-art-plain]").remove();
  holder.hidden = false;
  texts.forEach((name) => form.elements[name].addEventListener("input", () => later()));

  let timer = 0;
  let sending = false;
  let again = false;

  const now = async () => {
    const { blocks } = await editor.save();
    return { version: version.value, blocks, ...Object.fromEntries(texts.map((name) => [name, form.elements[name].value])) };
  };

  const later = async () => {
    keep(await now());
    state.textContent = "Chưa lưu";
    clearTimeout(timer);
    timer = setTimeout(send, 1500);
  };

  const send = async () => {
    if (sending) { again = true; return; }
    sending = true;
    const told = await now();
    try {
      const answer = await fetch(data.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value || cookie("csrftoken") },
        body: JSON.stringify(told),
      });
      const heard = await answer.json();
      state.textContent = heard.said;
      if (answer.ok) {
        version.value = heard.version;
        if (!again) forget();
        show(heard.open);
      }
    } catch {
      state.textContent = "Mất mạng hoặc hết phiên. Chữ còn trong trình duyệt này và sẽ được gửi lại.";
      timer = setTimeout(send, 10000);
    } finally {
      sending = false;
      if (again) { again = false; send(); }
    }
  };

  const show = (places) => {
    said.textContent = places.length ? `Còn ${places.length} chỗ chưa có trong ý đã kiểm chứng` : "Mọi số liệu trong bài đều đã kiểm chứng";
    const rows = places.map((place) => {
      const row = document.createElement("li");
      row.textContent = place.words;
      return row;
    });
    if (!rows.length) {
      const none = document.createElement("li");
      none.className = "soft";
      none.textContent = "Không có chỗ nào.";
      rows.push(none);
    }
    openList.replaceChildren(...rows);
    holder.querySelectorAll(".art-at-fault").forEach((one) => one.classList.remove("art-at-fault"));
    places.forEach((place) => holder.querySelector(`[data-id="${CSS.escape(place.block)}"]`)?.classList.add("art-at-fault"));
  };

  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    clearTimeout(timer);
    // At least one turn later: a form that is still telling of its submission takes no other.
    do await new Promise((go) => setTimeout(go, 20)); while (sending);
    const { blocks } = await editor.save();
    form.elements.blocks.disabled = false;
    form.elements.blocks.value = JSON.stringify(blocks);
    form.dataset.ready = "1";
    forget();
    if (event.submitter) event.submitter.disabled = false; // held by the page's guard against a second press
    form.requestSubmit(event.submitter || undefined);
  });

  if (start) later();
}

// What this browser still holds of an older version of the text is not thrown away: it can be read and copied.
function offer(left, state) {
  const box = document.createElement("details");
  const title = document.createElement("summary");
  title.textContent = "Trình duyệt này còn giữ chữ chưa lưu của một bản trước";
  const text = document.createElement("textarea");
  text.className = "inp";
  text.rows = 8;
  text.readOnly = true;
  text.value = left.blocks.map((block) => block.data.text || block.data.caption || "").filter(Boolean).join("\n\n");
  text.setAttribute("aria-label", "Chữ chưa lưu");
  box.append(title, text);
  state.before(box);
}

if (form && holder && data) begin().catch(() => { holder.hidden = true; });
