"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = id => document.getElementById(id);
  const buttons = [...document.querySelectorAll("button[data-page]")];
  const frames = at("frames"), title = document.title, places = {};
  let name = data.pages[0], shown = null, loading = null, view = { pages: {} };

  // Details that were opened stay open; the anchors of a page are stable, so that what is at the same place is the same.
  function restore(from, to, page) {
    const place = from && from.dataset.page === page ? [from.contentWindow.scrollX, from.contentWindow.scrollY] : places[page];
    const [before, after] = [from, to].map(frame => [...(frame?.contentDocument?.querySelectorAll("details") ?? [])]);
    if (from?.dataset.page === page && before.length === after.length) after.forEach((item, n) => { item.open = before[n].open; });
    if (place) to.contentWindow.scrollTo({ left: place[0], top: place[1], behavior: "instant" });
  }

  function prepare(frame) {
    for (const link of frame.contentDocument.querySelectorAll("a[href]"))
      if (!link.getAttribute("href").startsWith("#")) link.target = "_blank";
  }

  // The new page is loaded behind the old one and takes its place when it is complete.
  function load() {
    const digest = view.pages[name];
    if (!digest) return;
    const wanted = loading ?? shown;
    if (wanted && wanted.dataset.page === name && wanted.dataset.digest === digest) return;
    loading?.remove();
    const frame = document.createElement("iframe"), page = name;
    Object.assign(frame.dataset, { page, digest });
    frame.className = "loading";
    frame.title = buttons.find(button => button.dataset.page === page).textContent;
    frame.addEventListener("load", () => {
      if (loading !== frame) return;
      prepare(frame);
      restore(shown, frame, page);
      const focused = document.activeElement === shown && shown !== null;
      if (shown) places[shown.dataset.page] = [shown.contentWindow.scrollX, shown.contentWindow.scrollY];
      frame.className = "shown";
      shown?.remove();
      shown = frame;
      loading = null;
      if (focused) frame.focus();
    }, { once: true });
    loading = frame;
    frame.src = `${page}?${digest.slice(0, 16)}`;
    frames.append(frame);
  }

  function lines(parent, name, texts) {
    parent.replaceChildren(...texts.map(text => Object.assign(document.createElement(name), { textContent: text })));
  }

  function tell(next) {
    view = next;
    const failed = view.state === "failed", busy = { waiting: "正在打开…", building: "正在更新…" }[view.state];
    at("status").textContent = busy ?? (failed ? "有错误" : view.note);
    at("findings").textContent = view.state === "good" ? `核对：${view.findings}。` : "";
    if (!busy) {
      at("failed").hidden = !failed;
      lines(at("failed").querySelector("div"), "p", failed ? view.message : []);
      at("kept").hidden = !Object.keys(view.pages).length;
      at("warnings").hidden = !view.warnings.length;
      at("warnings").querySelector("summary").textContent = `${view.warnings.length}处请注意`;
      lines(at("warnings").querySelector("ul"), "li", view.warnings);
      document.title = failed ? `有错误：${title}` : title;
    }
    load();
  }

  function connect(delay) {
    const socket = new WebSocket(`ws://${location.host}${location.pathname}news`);
    socket.addEventListener("open", () => { delay = 500; });
    socket.addEventListener("message", event => tell(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      at("status").textContent = "与 gongkai preview 的连接断了，正在重新连接；已经停止的，请重新运行，用新的网址打开。";
      setTimeout(connect, delay, Math.min(delay * 2, 10000));
    });
  }

  for (const button of buttons)
    button.addEventListener("click", () => {
      name = button.dataset.page;
      for (const other of buttons) other.setAttribute("aria-pressed", other === button);
      load();
    });
  connect(500);
})();
