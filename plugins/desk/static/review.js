"use strict";
// The document page with keys, boxes and autosave. Everything it does can also be done with forms and links alone.
(() => {
  const form = document.getElementById("work");
  const paper = document.getElementById("paper");
  const status = document.getElementById("status");
  const editable = form.dataset.editable === "1";
  const version = form.elements.version.value;
  const store = `desk:${location.pathname}:${version}`;
  const inputs = () => [...form.querySelectorAll("input[data-path]")];
  const say = (text) => { status.textContent = text; };
  let dirty = false;
  let busy = false;
  let last = null;

  // ---- boxes on the page and fields, both ways
  const marks = new Map([...paper.querySelectorAll(".mark")].map((one) => [one.dataset.path, one]));
  const holder = (path) => form.querySelector(`.field[data-path="${CSS.escape(path)}"], .cell[data-path="${CSS.escape(path)}"]`);
  const light = (path, on, scroll) => {
    const mark = marks.get(path);
    if (!mark) return;
    mark.classList.toggle("lit", on);
    if (on && scroll) {
      const box = mark.getBoundingClientRect();
      const view = paper.getBoundingClientRect();
      if (box.top < view.top + 50 || box.bottom > view.bottom - 20) paper.scrollTop += box.top - view.top - view.height / 3;
      if (box.left < view.left || box.right > view.right) paper.scrollLeft += box.left - view.left - 60;
    }
  };
  form.addEventListener("focusin", (event) => {
    const path = event.target.dataset.path;
    if (!path) return;
    for (const mark of marks.values()) mark.classList.remove("lit");
    last = event.target;
    light(path, true, true);
  });
  for (const [path, mark] of marks) {
    mark.addEventListener("mouseenter", () => { mark.classList.add("near"); holder(path)?.classList.add("near"); });
    mark.addEventListener("mouseleave", () => { mark.classList.remove("near"); holder(path)?.classList.remove("near"); });
    mark.addEventListener("dblclick", () => { const one = document.getElementById(`f:${path}`); if (one) { one.focus(); one.select(); } });
  }
  form.addEventListener("mouseover", (event) => {
    const path = event.target.closest("[data-path]")?.dataset.path;
    for (const [one, mark] of marks) mark.classList.toggle("near", one === path);
  });

  // ---- a click or a drag on the page fills the field
  const words = new Map();
  const wordsOf = async (sheet) => {
    const number = sheet.dataset.number;
    if (!words.has(number)) {
      try {
        const answer = await fetch(form.dataset.words + number, { headers: { accept: "application/json" } });
        words.set(number, answer.ok ? (await answer.json()).words : []);
      } catch { return []; }
    }
    return words.get(number);
  };
  const place = (sheet, event) => {
    const svg = sheet.querySelector("svg");
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  const put = (text, add) => {
    if (!last || !text) return;
    last.value = add && last.value ? `${last.value} ${text}` : text;
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  };
  let drag = null;
  if (editable) {
    paper.addEventListener("pointerdown", (event) => {
      const sheet = event.target.closest(".sheet[data-width]");
      if (!sheet || event.button !== 0 || event.target.closest("button")) return;
      event.preventDefault();
      drag = { sheet, from: place(sheet, event) };
      const frame = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      frame.setAttribute("class", "drag");
      sheet.querySelector("svg").append(frame);
      drag.frame = frame;
      wordsOf(sheet);
    });
    window.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const [x, y] = place(drag.sheet, event);
      const [left, top] = [Math.min(x, drag.from[0]), Math.min(y, drag.from[1])];
      for (const [name, value] of [["x", left], ["y", top], ["width", Math.abs(x - drag.from[0])], ["height", Math.abs(y - drag.from[1])]]) drag.frame.setAttribute(name, value);
    });
    window.addEventListener("pointerup", async (event) => {
      if (!drag) return;
      const { sheet, from, frame } = drag;
      drag = null;
      frame.remove();
      const to = place(sheet, event);
      const [l, r] = [from[0], to[0]].sort((a, b) => a - b);
      const [t, b] = [from[1], to[1]].sort((a, b) => a - b);
      const all = await wordsOf(sheet);
      const wide = r - l > 4 || b - t > 4;
      const hit = all.filter(([, left, top, right, bottom]) => wide
        ? (left + right) / 2 >= l && (left + right) / 2 <= r && (top + bottom) / 2 >= t && (top + bottom) / 2 <= b
        : left - 1 <= l && l <= right + 1 && top - 1 <= t && t <= bottom + 1);
      put(hit.map((one) => one[0]).join(" "), event.shiftKey);
    });
  }

  // ---- zoom and turning
  let zoom = 1;
  let turn = 0;
  const view = (what) => {
    if (what === "in") zoom = Math.min(zoom * 1.25, 5);
    if (what === "out") zoom = Math.max(zoom / 1.25, 0.4);
    if (what === "fit") { zoom = 1; turn = 0; }
    if (what === "turn") turn = (turn + 90) % 360;
    paper.style.setProperty("--zoom", zoom);
    for (const sheet of paper.querySelectorAll(".sheet")) sheet.style.transform = turn ? `rotate(${turn}deg)` : "";
  };
  paper.addEventListener("click", (event) => { const what = event.target.closest("[data-do]")?.dataset.do; if (what) view(what); });

  // ---- amounts, and the lines' sum against the total
  const comma = form.dataset.comma === "1";
  const amount = (text) => {
    const plain = comma ? text.replace(/[.\s]/g, "").replace(",", ".") : text.replace(/[,\s]/g, "");
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
  };
  const written = (value) => {
    const text = value.toFixed(2).replace(/\B(?=(\d{3})+(?!\d)(?=\.))/g, ",");
    return comma ? text.replace(/[.,]/g, (one) => (one === "," ? "." : ",")) : text;
  };
  const value = (name) => { const one = form.elements[`f:${name}`]; return one ? amount(one.value) : NaN; };
  const sum = () => {
    const out = document.getElementById("sum");
    if (!out) return;
    const rows = [...form.querySelectorAll('[data-grid="line_items"] input[data-path$=".line_total"]')].filter((one) => !one.closest("tr").classList.contains("gone") && one.value.trim());
    if (!rows.length) { out.textContent = ""; return; }
    const total = rows.reduce((all, one) => all + amount(one.value), 0);
    if (Number.isNaN(total)) { out.textContent = "The lines' sum cannot be worked out: one of the totals is not an amount."; return; }
    const against = ["net_total", "gross_total"].filter((name) => !Number.isNaN(value(name)));
    const fits = against.find((name) => Math.abs(value(name) - total) < 0.005);
    out.classList.toggle("off", against.length > 0 && !fits);
    out.textContent = `The lines add up to ${written(total)}` + (fits ? `, as the ${fits.replace("_", " ")} says.` : against.length ? `; the ${against[0].replace("_", " ")} says ${written(value(against[0]))}: ${written(total - value(against[0]))} apart.` : ".");
  };

  // ---- rows: add, delete, split
  const addRow = (row) => {
    const [grid, index] = [row.closest("[data-grid]").dataset.grid, Number(row.dataset.row.split(".").pop())];
    const next = row.cloneNode(true);
    for (const one of next.querySelectorAll("[id], [name], [data-path]")) {
      for (const name of ["id", "name", "data-path", "aria-describedby"]) {
        const text = one.getAttribute(name);
        if (text) one.setAttribute(name, text.replace(`${grid}.${index}.`, `${grid}.${index + 1}.`));
      }
      if (one.matches("input[data-path]")) one.value = "";
    }
    next.dataset.row = `${grid}.${index + 1}`;
    row.classList.remove("blank");
    row.querySelector("[data-do=add]")?.remove();
    row.after(next);
    return row;
  };
  form.addEventListener("click", (event) => {
    const what = event.target.closest("[data-do]");
    if (!what) return;
    const row = what.closest("tr");
    if (what.dataset.do === "add") { addRow(row); row.nextElementSibling.querySelector("input").focus(); }
    if (what.dataset.do === "split") {
      const target = addRow(row.closest("tbody").querySelector(".blank"));
      for (const one of row.querySelectorAll("input[data-path]")) {
        const name = one.dataset.path.split(".").pop();
        const other = target.querySelector(`input[data-path$=".${name}"]`);
        const number = amount(one.value);
        if ((name === "quantity" || name === "line_total") && !Number.isNaN(number)) {
          const half = Math.round(number * 50) / 100;
          other.value = written(Math.round((number - half) * 100) / 100);
          one.value = written(half);
        } else other.value = one.value;
      }
      row.querySelector("input[data-path$='.quantity'], input").focus();
    }
    changed();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name?.startsWith("delete:")) event.target.closest("tr").classList.toggle("gone", event.target.checked);
    changed();
  });

  // ---- what is typed is kept: in this tab at once, on the server after a moment
  const sent = (extra) => { const data = new URLSearchParams(new FormData(form)); for (const [name, one] of Object.entries(extra || {})) data.set(name, one); return data; };
  const keep = () => {
    const typed = Object.fromEntries(inputs().filter((one) => one.value !== one.dataset.shown).map((one) => [one.name, one.value]));
    try { sessionStorage.setItem(store, JSON.stringify({ typed, comment: form.elements.comment?.value || "" })); } catch { /* a full or closed store: the server keeps it */ }
  };
  const login = `${location.pathname}${location.search}`;
  const ended = () => { status.replaceChildren("Your session ended; what you typed is kept. ", Object.assign(document.createElement("a"), { href: login, textContent: "Log in again" })); };
  let timer = 0;
  let saving = false;
  const autosave = async () => {
    if (saving || busy || !dirty) return;
    saving = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: sent(), headers: { accept: "application/json" } });
      if (answer.status === 401) ended();
      else {
        const told = await answer.json().catch(() => ({}));
        if (answer.ok) { form.elements.revision.value = told.revision; say(`kept ${told.saved_at} UTC`); } else say(told.sentence || "Not kept on the server; it is kept in this tab.");
      }
    } catch {
      dirty = true;
      say("No connection: what you type is kept in this tab.");
      setTimeout(autosave, 5000);
    }
    saving = false;
  };
  const changed = () => {
    if (!editable) return;
    dirty = true;
    for (const one of inputs()) one.closest("[data-path].field, [data-path].cell")?.classList.toggle("changed", one.value !== one.dataset.shown);
    keep();
    sum();
    clearTimeout(timer);
    timer = setTimeout(autosave, 700);
  };
  form.addEventListener("input", changed);

  // ---- sending: once, and with what was typed still there when the line is cut
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    const button = event.submitter;
    const action = button?.value || "save";
    if ((action === "reject" || action === "hold") && !form.elements.comment.value.trim()) {
      say(action === "reject" ? "Write the sentence for the client first." : "Write what it waits for first.");
      form.elements.comment.focus();
      return;
    }
    busy = true;
    clearTimeout(timer);
    form.setAttribute("aria-busy", "true");
    say("sending …");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent({ action }), headers: { accept: "text/html" } });
      if (answer.redirected && answer.ok) { sessionStorage.removeItem(store); location.assign(answer.url); return; }
      if (answer.status === 401) ended();
      else if (answer.status >= 500) say("The server cannot do it now; nothing is lost. Try again in a moment.");
      else {
        const text = await answer.text();
        document.open();
        document.write(text);
        document.close();
        return;
      }
    } catch { say("No connection: nothing is lost. Send it again when it is back; it is done once."); }
    busy = false;
    form.removeAttribute("aria-busy");
  });

  // ---- splitting: a button on each page says that a document begins there
  const ranges = document.querySelector("input[name=ranges]");
  const sheets = [...paper.querySelectorAll(".sheet[data-number]")];
  const lastPage = Math.max(0, ...sheets.map((one) => Number(one.dataset.number)));
  const starts = () => new Set([...ranges.value.matchAll(/(\d+)(?:\s*[-\u2013]\s*\d+)?/g)].map((one) => Number(one[1])));
  const cut = () => {
    if (!ranges) return;
    if (ranges.value.trim() && document.activeElement === ranges) press("cut-now");
    else { ranges.focus(); ranges.select(); }
  };
  if (ranges) {
    const buttons = sheets.slice(1).map((sheet) => {
      const number = Number(sheet.dataset.number);
      const button = Object.assign(document.createElement("button"), { type: "button", className: "cuthere", textContent: "document begins here" });
      button.addEventListener("click", () => {
        const all = starts().add(1);
        if (!all.delete(number)) all.add(number);
        const firsts = [...all].filter((one) => one <= lastPage).sort((a, b) => a - b);
        ranges.value = firsts.map((one, place) => { const end = (firsts[place + 1] || lastPage + 1) - 1; return end > one ? `${one}-${end}` : `${one}`; }).join(", ");
        show();
      });
      sheet.append(button);
      return [number, button];
    });
    const show = () => { const now = starts(); for (const [number, button] of buttons) button.setAttribute("aria-pressed", now.has(number)); };
    ranges.addEventListener("input", show);
    show();
  }

  // ---- keys
  const press = (id) => { const one = document.getElementById(id); if (one) one.click(); };
  const help = document.getElementById("help");
  document.getElementById("help-open").addEventListener("click", () => help.showModal());
  const step = (by) => {
    const all = inputs().filter((one) => one.offsetParent);
    const wanted = all.filter((one) => one.closest(".wrong, .doubtful"));
    const at = all.indexOf(document.activeElement);
    const list = by > 0 ? wanted.filter((one) => all.indexOf(one) > at) : wanted.filter((one) => all.indexOf(one) < at).reverse();
    const to = list[0] || (by > 0 ? wanted[0] : wanted[wanted.length - 1]);
    if (to) { to.focus(); to.select(); }
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input[data-path]");
    const key = event.key.toLowerCase();
    if (event.key === "F1" || (event.key === "?" && !event.target.closest("input, textarea, select"))) help.showModal();
    else if (event.ctrlKey && event.key === "Enter") press("approve");
    else if (event.ctrlKey && key === "s") press("save");
    else if (event.altKey && key === "h") press("hold");
    else if (event.altKey && key === "r") press("reject");
    else if (event.altKey && key === "n") press("skip");
    else if (event.altKey && key === "s") cut();
    else if (event.altKey && key === "v") press("reveal");
    else if (event.altKey && event.key === "ArrowDown") step(1);
    else if (event.altKey && event.key === "ArrowUp") step(-1);
    else if (event.altKey && (key === "+" || key === "=")) view("in");
    else if (event.altKey && key === "-") view("out");
    else if (event.altKey && key === "0") view("fit");
    else if (event.altKey && key === "t") view("turn");
    else if (field && event.key === "Enter") {
      const all = inputs().filter((one) => one.offsetParent);
      const to = all[all.indexOf(field) + (event.shiftKey ? -1 : 1)];
      if (to) { to.focus(); to.select(); } else document.getElementById("comment")?.focus();
    } else if (field && event.key === "Escape") { field.value = field.dataset.shown; changed(); } else if (field?.closest("tr") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const row = field.closest("tr")[event.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling"];
      const to = row?.querySelector(`input[data-path$=".${field.dataset.path.split(".").pop()}"]`);
      if (!to) return;
      to.focus();
      to.select();
    } else return;
    event.preventDefault();
  });

  // ---- at first: what this tab kept when a session ended or the line was cut, the cursor, the claim
  try {
    const kept = JSON.parse(sessionStorage.getItem(store) || "null");
    if (kept && editable) {
      for (const [name, text] of Object.entries(kept.typed)) if (form.elements[name]) form.elements[name].value = text;
      if (kept.comment && !form.elements.comment.value) form.elements.comment.value = kept.comment;
      if (Object.keys(kept.typed).length) changed();
    }
  } catch { /* nothing readable was kept */ }
  sum();
  const first = form.querySelector("[autofocus]");
  if (first) {
    first.focus({ preventScroll: false });
    first.select();
    // the browser may have put the cursor there before this script listened
    last = first;
    light(first.dataset.path, true, true);
  }
  if (editable && form.dataset.mine !== "1") {
    fetch(form.dataset.claim, { method: "POST", body: new URLSearchParams(), headers: { accept: "text/html" }, redirect: "manual" })
      .then(async (answer) => { if (answer.status === 409) say(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".notice")?.textContent.trim() || "Somebody else works on it."); })
      .catch(() => {});
  }
  form.dataset.ready = "1";  // from here on the keys work; what drives a browser waits for it
})();
