"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 100;
  const [ID, NAME, LEVEL, FIRST] = [0, 1, 2, 3];
  const [STATE, ERRORS, LATE, BUILT, STALE] = [0, 1, 5, 6, 7];
  const MISSING = data.states.findIndex(state => state[0] === "missing");
  const fields = ["q", "year", "state", "level", "sort"];
  const at = id => document.getElementById(id);
  const keys = data.organs.map(organ => `${organ[NAME]} ${organ[ID]}`.toLowerCase());
  const collator = new Intl.Collator("zh-CN");
  let page = 0;

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function chosen() {
    const found = Object.fromEntries(fields.map(id => [id, at(id).value]));
    found.late = at("late").checked;
    found.words = found.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
    found.columns = data.years.map((_, column) => column).filter(c => !found.year || String(data.years[c]) === found.year);
    return found;
  }

  // The reports of an organ that the filters leave, as columns.
  function reports(organ, wanted) {
    return wanted.columns.filter(column => {
      const report = organ[FIRST + column];
      return (wanted.state === "" || (report[STATE] ?? 0) === Number(wanted.state)) && (!wanted.late || report[LATE] > 0);
    });
  }

  function matches(index, wanted) {
    const organ = data.organs[index];
    return (wanted.level === "" || organ[LEVEL] === Number(wanted.level)) && wanted.words.every(word => keys[index].includes(word));
  }

  function order(found, wanted) {
    const most = (organ, value) => Math.max(0, ...wanted.columns.map(column => organ[FIRST + column][value] ?? 0));
    const earliest = organ => Math.min(...wanted.columns.map(c => organ[FIRST + c][STATE] ?? 0).filter(s => s !== MISSING), 99);
    const by = {
      name: (a, b) => collator.compare(a[NAME], b[NAME]),
      errors: (a, b) => most(b, ERRORS) - most(a, ERRORS),
      late: (a, b) => most(b, LATE) - most(a, LATE),
      state: (a, b) => earliest(a) - earliest(b),
    }[wanted.sort];
    return by ? found.sort((a, b) => by(data.organs[a], data.organs[b]) || a - b) : found;
  }

  function cell(organ, column) {
    const report = organ[FIRST + column], state = report[STATE] ?? 0, [kind, name] = data.states[state];
    const made = element("td"), year = data.years[column];
    const link = report[BUILT] ? { href: `reports/${year}/${encodeURIComponent(organ[ID])}.html`, "aria-label": `${organ[NAME]}${year}年：${name}` } : {};
    made.append(element(report[BUILT] ? "a" : "span", name, { class: `state ${kind}`, ...link }));
    const counted = data.names.map((label, n) => report[ERRORS + n] ? `${label}${report[ERRORS + n]}` : "").filter(Boolean);
    if (counted.length) made.append(element("span", counted.join(" "), { class: "counted" }));
    if (report[LATE]) made.append(element("span", `${data.overdue}${report[LATE]}天`, { class: "late" }));
    if (report[STALE]) made.append(element("span", data.changed, { class: "late" }));
    return made;
  }

  function row(organ, wanted) {
    const made = element("tr"), head = element("th", organ[NAME], { scope: "row" });
    if (organ[ID] !== organ[NAME]) head.append(element("span", organ[ID], { class: "id" }));
    made.append(head, ...wanted.columns.map(column => cell(organ, column)));
    return made;
  }

  function counts(found, wanted) {
    const numbers = data.states.map(() => 0);
    for (const index of found)
      for (const column of wanted.columns) numbers[data.organs[index][FIRST + column][STATE] ?? 0] += 1;
    at("counts").replaceChildren(...data.states.flatMap(([, name], state) => {
      if (!numbers[state] && wanted.state !== String(state)) return [];
      const button = element("button", `${name} ${numbers[state]}`, { type: "button", "aria-pressed": wanted.state === String(state), "data-state": state });
      const item = element("li");
      item.append(button);
      return [item];
    }));
  }

  function draw() {
    const wanted = chosen();
    const named = data.organs.map((_, index) => index).filter(index => matches(index, wanted));
    const found = order(named.filter(index => reports(data.organs[index], wanted).length), wanted);
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(page, pages - 1);
    const focused = document.activeElement?.dataset.state;
    counts(named, wanted);
    if (focused !== undefined) document.querySelector(`#counts [data-state="${focused}"]`)?.focus();
    const head = element("tr");
    head.append(element("th", "机关", { scope: "col" }), ...wanted.columns.map(c => element("th", `${data.years[c]}年`, { scope: "col" })));
    document.querySelector("#table thead").replaceChildren(head);
    const shown = found.slice(page * PAGE, (page + 1) * PAGE);
    document.querySelector("#table tbody").replaceChildren(...shown.map(index => row(data.organs[index], wanted)));
    at("found").textContent = `符合的机关${found.length}个，第${page + 1}页，共${pages}页`;
    at("back").disabled = page === 0;
    at("next").disabled = page === pages - 1;
    remember(wanted);
  }

  // The filters are kept in the address, so that a view can be sent to a colleague.
  function remember(wanted) {
    const kept = new URLSearchParams(fields.filter(id => wanted[id]).map(id => [id, wanted[id]]));
    if (wanted.late) kept.set("late", "1");
    const hash = kept.toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
  }

  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const id of fields) if (kept.has(id)) at(id).value = kept.get(id);
    at("late").checked = kept.has("late");
  }

  function changed() {
    page = 0;
    draw();
  }

  function turn(by) {
    page += by;
    draw();
    at("main").focus();
    window.scrollTo(0, 0);
  }

  for (const id of [...fields, "late"]) at(id).addEventListener("input", changed);
  at("counts").addEventListener("click", event => {
    const state = event.target.closest("button")?.dataset.state;
    if (state === undefined) return;
    at("state").value = at("state").value === state ? "" : state;
    changed();
  });
  at("back").addEventListener("click", () => turn(-1));
  at("next").addEventListener("click", () => turn(1));
  at("view").hidden = false;
  recall();
  draw();
  performance.mark("drawn");
})();
