"use strict";
(() => {
  const words = document.getElementById("q"), rows = [...document.querySelectorAll("tbody tr")];
  if (!words) return;
  const keys = rows.map(row => row.cells[0].textContent.toLowerCase());

  function draw() {
    const wanted = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    rows.forEach((row, at) => {
      row.hidden = !wanted.every(word => keys[at].includes(word));
      number += row.hidden ? 0 : 1;
    });
    document.getElementById("found").textContent = `符合的机关${number}个`;
  }

  document.getElementById("view").hidden = false;
  words.addEventListener("input", draw);
  draw();
})();
