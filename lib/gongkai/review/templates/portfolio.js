"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 100;
  const [ID, NAME, LEVEL, ABOVE] = [0, 1, 2, 3];
  const WIDTH = data.years.length;
  const fields = ["m", "q", "level", "above", "year", "sort"];
  const at = id => document.getElementById(id);
  const keys = data.organs.map(organ => `${organ[NAME]} ${organ[ID]}`.toLowerCase());
  const first = at("m").value;
  let page = 0;

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // The numbers chosen, one for each organ and year; null is missing. A report without findings of a rule has 0.
  function numbers(chosen) {
    const found = data.rules[chosen];
    if (!found) return data.values[Number(chosen)];
    const made = Array.from(data.there, there => there === "0" ? null : 0);
    for (let n = 0; n < found.length; n += 2) made[found[n]] = found[n + 1];
    return made;
  }

  function chosen() {
    const found = Object.fromEntries(fields.map(id => [id, at(id).value]));
    found.words = found.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
    found.columns = data.years.map((_, column) => column).filter(c => !found.year || String(data.years[c]) === found.year);
    found.numbers = numbers(found.m);
    found.share = data.shares[Number(found.m)] === true;
    return found;
  }

  function matches(index, wanted) {
    const organ = data.organs[index];
    return (wanted.level === "" || organ[LEVEL] === Number(wanted.level))
      && (wanted.above === "" || (organ[ABOVE] === Number(wanted.above) && index !== data.top))
      && wanted.words.every(word => keys[index].includes(word));
  }

  // What is missing comes last, whichever way the others are sorted.
  function order(found, wanted) {
    if (!wanted.sort) return found;
    const sign = wanted.sort[0] === "-" ? -1 : 1, column = data.years.indexOf(Number(wanted.sort.slice(1)));
    const value = index => wanted.numbers[index * WIDTH + column];
    return found.sort((a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left === null || right === null) return (left === null) - (right === null) || a - b;
      return sign * (left - right) || a - b;
    });
  }

  function cell(index, column, wanted, what) {
    const organ = data.organs[index], year = data.years[column], place = index * WIDTH + column;
    const made = element("td"), value = wanted.numbers[place];
    if (value === null) return made;
    const text = wanted.share ? `${value.toFixed(1)}%` : String(value);
    if (data.there[place] === "2")
      made.append(element("a", text, {
        href: `${data.reports}/${year}/${encodeURIComponent(organ[ID])}/report.html`,
        "aria-label": `${organ[NAME]}${year}年${what}${text}`,
      }));
    else made.textContent = text;
    return made;
  }

  function draw() {
    const wanted = chosen(), what = at("m").selectedOptions[0].textContent;
    const found = order(data.organs.map((_, index) => index).filter(index => matches(index, wanted)), wanted);
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(page, pages - 1);
    const head = element("tr");
    head.append(element("th", "机关", { scope: "col" }), ...wanted.columns.map(column => {
      const year = data.years[column], sorted = { "-": "descending", "+": "ascending" }[wanted.sort[0]];
      const is = wanted.sort.slice(1) === String(year) ? { "aria-sort": sorted } : {};
      return element("th", `${year}年`, { scope: "col", ...is });
    }));
    document.querySelector("#table thead").replaceChildren(head);
    document.querySelector("#table tbody").replaceChildren(...found.slice(page * PAGE, (page + 1) * PAGE).map(index => {
      const row = element("tr");
      row.append(element("th", data.organs[index][NAME], { scope: "row" }), ...wanted.columns.map(column => cell(index, column, wanted, what)));
      return row;
    }));
    at("found").textContent = `${what}：符合的机关${found.length}个，第${page + 1}页，共${pages}页`;
    at("back").disabled = page === 0;
    at("next").disabled = page === pages - 1;
    remember(wanted);
  }

  // The view is kept in the address, so that it can be sent to a colleague.
  function remember(wanted) {
    const kept = new URLSearchParams(fields.filter(id => wanted[id] && (id !== "m" || wanted.m !== first)).map(id => [id, wanted[id]]));
    const hash = kept.toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
  }

  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const id of fields) {
      const value = kept.get(id) ?? (id === "m" ? first : "");
      at(id).value = value;
      if (at(id).value !== value) at(id).value = id === "m" ? first : "";
    }
  }

  function changed() {
    page = 0;
    draw();
  }

  function turn(by) {
    page += by;
    draw();
    show();
  }

  function show() {
    at("organs").focus();
    at("organs").scrollIntoView();
  }

  for (const id of fields) at(id).addEventListener("input", changed);
  at("back").addEventListener("click", () => turn(-1));
  at("next").addEventListener("click", () => turn(1));
  window.addEventListener("hashchange", () => {
    recall();
    changed();
    show();
  });
  recall();
  draw();
  at("view").hidden = false;
  performance.mark("drawn");
})();
