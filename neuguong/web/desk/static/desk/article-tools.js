/* The blocks of our articles beside the library's own paragraph, and its words in Vietnamese. */

const element = (name, css = "", fields = {}) => Object.assign(document.createElement(name), { className: css, ...fields });

const labelled = (text, control) => {
  const label = element("label");
  label.append(text, control);
  return label;
};

const line = (value, label, most = 300) => {
  const input = element("input", "inp", { value: value || "", maxLength: most });
  return [input, labelled(label, input)];
};

const choice = (value, label, first, options) => {
  const select = element("select", "inp");
  select.append(new Option(first, ""));
  options.forEach((one) => select.append(new Option(one.who ? `${one.text} (${one.who})` : one.text, one.id, false, one.id === Number(value))));
  return [select, labelled(label, select)];
};

const icon = (path) => `<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8">${path}</svg>`;

class Header {
  static get toolbox() { return { title: "Đầu mục", icon: icon('<path d="M5 5v14M13 5v14M5 12h8M17 10h3v9"/>') }; }
  static get sanitize() { return { text: {}, level: false }; }
  static get conversionConfig() { return { export: "text", import: "text" }; }

  constructor({ data }) { this.data = { text: "", level: 2, ...data }; }

  render() {
    this.box = element("div", "art-tool-head", { contentEditable: "true", textContent: this.data.text });
    this.box.dataset.level = this.data.level;
    this.box.setAttribute("role", "textbox");
    this.box.setAttribute("aria-label", "Đầu mục");
    return this.box;
  }

  renderSettings() {
    return [2, 3].map((level) => ({
      label: level === 2 ? "Đầu mục lớn" : "Đầu mục nhỏ",
      icon: icon('<path d="M5 12h14"/>'),
      isActive: Number(this.box.dataset.level) === level,
      closeOnActivate: true,
      onActivate: () => { this.box.dataset.level = level; },
    }));
  }

  save() { return { text: this.box.textContent, level: Number(this.box.dataset.level) }; }
}

class Quote {
  static get toolbox() { return { title: "Lời trích", icon: icon('<path d="M6 7h5v6c0 3-2 4-4 4M14 7h5v6c0 3-2 4-4 4"/>') }; }
  static get sanitize() { return { text: { b: true, i: true, br: true, a: { href: true } }, caption: {} }; }

  constructor({ data }) { this.data = data || {}; }

  render() {
    const box = element("div", "art-tool art-tool-quote");
    this.text = element("div", "", { contentEditable: "true" });
    this.text.append(...fragment(this.data.text));
    this.text.setAttribute("role", "textbox");
    this.text.setAttribute("aria-label", "Lời trích");
    [this.caption, this.captionLabel] = line(this.data.caption, "Ai nói");
    box.append(this.text, this.captionLabel);
    return box;
  }

  save() { return { text: this.text.innerHTML, caption: this.caption.value }; }
}

// Our own server's cleaned words (b, i, a, br) as nodes; read by the browser's parser, which runs nothing.
const fragment = (html) => [...new DOMParser().parseFromString(html || "", "text/html").body.childNodes];

const claimTool = (claims) => class {
  static get toolbox() { return { title: "Ý đã kiểm chứng", icon: icon('<path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4"/>') }; }

  constructor({ data }) { this.data = data || {}; }

  render() {
    const box = element("div", "art-tool");
    const shown = element("p", "art-tool-claim");
    let label;
    [this.select, label] = choice(this.data.claim, "Ý đã kiểm chứng", "Chọn một ý", claims);
    const show = () => {
      const found = claims.find((one) => one.id === Number(this.select.value));
      shown.textContent = found ? found.text : "Chọn ý; chữ của ý tự đổi theo khi ý được đính chính.";
    };
    this.select.addEventListener("change", show);
    show();
    box.append(label, shown);
    return box;
  }

  save() { return { claim: Number(this.select.value) || 0 }; }

  validate(saved) { return saved.claim > 0; }
};

const figureTool = (photos, address) => class {
  static get toolbox() { return { title: "Ảnh", icon: icon('<path d="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4"/>') }; }

  constructor({ data }) { this.data = data || {}; }

  render() {
    const box = element("div", "art-tool");
    const picture = element("img", "", { alt: "" });
    let photoLabel;
    let captionLabel;
    [this.select, photoLabel] = choice(this.data.photo, "Ảnh trong kho", "Chọn một ảnh", photos);
    [this.caption, captionLabel] = line(this.data.caption, "Chú thích");
    const show = () => {
      picture.hidden = !this.select.value;
      if (this.select.value) picture.src = address.replace("/0-", `/${Number(this.select.value)}-`);
    };
    this.select.addEventListener("change", show);
    show();
    box.append(photoLabel, picture, captionLabel);
    return box;
  }

  save() { return { photo: Number(this.select.value) || 0, caption: this.caption.value }; }

  validate(saved) { return saved.photo > 0; }
};

const galleryTool = (photos) => class {
  static get toolbox() { return { title: "Bộ ảnh", icon: icon('<path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"/>') }; }

  constructor({ data }) { this.data = { photos: [], ...data }; }

  render() {
    const box = element("div", "art-tool");
    this.rows = element("div", "art-tool");
    (this.data.photos.length ? this.data.photos : [{}]).forEach((one) => this.add(one));
    const more = element("button", "btn btn-sm", { type: "button", textContent: "Thêm ảnh" });
    more.addEventListener("click", () => this.add({}));
    let label;
    [this.caption, label] = line(this.data.caption, "Chú thích chung");
    box.append(this.rows, more, label);
    return box;
  }

  add(one) {
    const row = element("div", "art-tool");
    const [select, photoLabel] = choice(one.photo, "Ảnh trong kho", "Chọn một ảnh", photos);
    const [caption, captionLabel] = line(one.caption, "Chú thích");
    const away = element("button", "btn btn-sm btn-bare", { type: "button", textContent: "Bỏ ảnh này" });
    away.addEventListener("click", () => row.remove());
    row.append(photoLabel, captionLabel, away);
    row.read = () => ({ photo: Number(select.value) || 0, caption: caption.value });
    this.rows.append(row);
  }

  save() {
    return { photos: [...this.rows.children].map((row) => row.read()).filter((one) => one.photo), caption: this.caption.value };
  }

  validate(saved) { return saved.photos.length > 0; }
};

class Video {
  static get toolbox() { return { title: "Video", icon: icon('<path d="M4 6h12v12H4zM16 10l5-3v10l-5-3"/>') }; }

  constructor({ data }) { this.data = data || {}; }

  render() {
    const box = element("div", "art-tool");
    let urlLabel;
    let titleLabel;
    [this.url, urlLabel] = line(this.data.url, "Địa chỉ video (YouTube, Facebook, tệp .mp4)", 500);
    [this.title, titleLabel] = line(this.data.title, "Tên video");
    box.append(urlLabel, titleLabel);
    return box;
  }

  save() { return { url: this.url.value.trim(), title: this.title.value }; }

  validate(saved) { return saved.url !== ""; }
}

class Table {
  static get toolbox() { return { title: "Bảng", icon: icon('<path d="M4 5h16v14H4zM4 10h16M4 14h16M10 5v14"/>') }; }

  constructor({ data }) { this.data = { content: [], withHeadings: true, ...data }; }

  render() {
    const box = element("div", "art-tool");
    this.table = element("table");
    const content = this.data.content.length ? this.data.content : [["", ""], ["", ""]];
    content.forEach((cells) => this.row(cells));
    const acts = element("div", "btns");
    [
      ["Thêm hàng", () => this.row(Array(this.table.rows[0].cells.length).fill(""))],
      ["Thêm cột", () => [...this.table.rows].forEach((row) => this.cell(row, ""))],
      ["Bỏ hàng cuối", () => { if (this.table.rows.length > 1) this.table.deleteRow(-1); }],
      ["Bỏ cột cuối", () => { if (this.table.rows[0].cells.length > 1) [...this.table.rows].forEach((row) => row.deleteCell(-1)); }],
    ].forEach(([text, act]) => {
      const button = element("button", "btn btn-sm btn-bare", { type: "button", textContent: text });
      button.addEventListener("click", act);
      acts.append(button);
    });
    this.head = element("input", "tick", { type: "checkbox", checked: Boolean(this.data.withHeadings) });
    const tick = element("label", "tick-row");
    tick.append(this.head, "Hàng đầu là tên cột");
    let captionLabel;
    [this.caption, captionLabel] = line(this.data.caption, "Tên bảng");
    box.append(captionLabel, this.table, acts, tick);
    return box;
  }

  row(cells) {
    const row = this.table.insertRow();
    cells.forEach((text) => this.cell(row, text));
  }

  cell(row, text) {
    const cell = row.insertCell();
    cell.contentEditable = "true";
    cell.textContent = text;
    cell.setAttribute("role", "textbox");
    cell.setAttribute("aria-label", "Ô của bảng");
  }

  save() {
    return {
      content: [...this.table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
      withHeadings: this.head.checked,
      caption: this.caption.value,
    };
  }

  validate(saved) { return saved.content.some((row) => row.some(Boolean)); }
}

/** The tools of the editor, over the claims and photos that this article may use. */
export const tools = (data) => ({
  header: { class: Header, inlineToolbar: false },
  claim: claimTool(data.claims),
  quote: { class: Quote, inlineToolbar: ["bold", "italic", "link"] },
  figure: figureTool(data.photos, data.photo),
  gallery: galleryTool(data.photos),
  video: Video,
  table: Table,
});

/** The library's own words. */
export const words = {
  ui: {
    blockTunes: { toggler: { "Click to tune": "Chỉnh khối", "or drag to move": "hoặc kéo để chuyển chỗ" } },
    inlineToolbar: { converter: { "Convert to": "Đổi thành" } },
    toolbar: { toolbox: { Add: "Thêm khối" } },
    popover: { Filter: "Tìm", "Nothing found": "Không thấy", "Convert to": "Đổi thành" },
  },
  toolNames: { Text: "Đoạn văn", Link: "Đường dẫn", Bold: "Đậm", Italic: "Nghiêng" },
  tools: { link: { "Add a link": "Dán đường dẫn" }, stub: { "The block can not be displayed correctly.": "Không hiện được khối này." } },
  blockTunes: {
    delete: { Delete: "Bỏ khối", "Click to delete": "Bấm lần nữa để bỏ" },
    moveUp: { "Move up": "Lên trên" },
    moveDown: { "Move down": "Xuống dưới" },
  },
};
