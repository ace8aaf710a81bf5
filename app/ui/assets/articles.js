// Adding an article from the page, as a file or as text, and taking it away again.

import { text } from "./texts.js";

const base64 = (blob) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(blob);
  });

const shown = () => document.querySelector("#panel article.source")?.dataset.doc;

export async function addArticle(send) {
  const form = document.querySelector("#panel .adding");
  const typed = form.querySelector("textarea").value;
  const file = form.querySelector("input").files[0] || new File([typed], "text.txt");
  form.querySelector(".add").disabled = true;
  document.querySelector("#panel .reading").hidden = false;
  document.querySelector("#panel .reading").setAttribute("aria-label", text("adding"));
  document.querySelector("#panel .adding-state").textContent = text("adding");
  const content = await base64(file);
  // A file that could not be read is not tried again; typed text stays to be mended.
  form.querySelector("input").value = "";
  send("attach", { name: file.name, content, document: shown() });
}

// The chosen file's name, where the browser's own field would show it.
export function nameFile(input) {
  const chosen = input.closest(".file").querySelector(".chosen");
  if (input.files[0]) chosen.textContent = input.files[0].name;
}

export function dropArticle(send) {
  send("detach", { document: shown() });
}
