"use strict";
const form = document.getElementById("filter");
const rows = [...document.querySelectorAll("#questions details")];
const shown = document.getElementById("shown");

function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.words.toLowerCase();
  let count = 0;
  for (const row of rows) {
    const fits = ["failure", "kind", "language", "topic"].every(
      (key) => !wanted[key] || row.dataset[key] === wanted[key],
    );
    row.hidden = !(fits && row.textContent.toLowerCase().includes(words));
    count += row.hidden ? 0 : 1;
  }
  shown.textContent = `${count} of ${rows.length} questions`;
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
for (const button of document.querySelectorAll(".matrix button")) {
  button.addEventListener("click", () => {
    form.reset();
    form.elements.failure.value = button.dataset.failure;
    form.elements.kind.value = button.dataset.kind;
    filter();
    document.getElementById("failed").scrollIntoView();
    // Who comes by keyboard goes on from there.
    rows.find((row) => !row.hidden).querySelector("summary").focus({ preventScroll: true });
  });
}
filter();
