// Adding an article from the page, as a file or as text, and taking it away again.

import { text } from "./texts.js";

const base64 = (blob) =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });

const shown = () => document.querySelector("#panel article.source")?.dataset.doc;
const state = () => document.querySelector("#panel .adding-state");
// Nothing while no article is on its way, else the percent that are indexed, or null before that.
let far;

// What the page says meanwhile: that it is read, then how much of it is indexed. Once the panel
// says how it ended, in both languages, that stands.
export function progress() {
  const bar = document.querySelector("#panel .reading");
  if (!bar || far === undefined || state().querySelector(".t-de")) return;
  const said = text(far === null ? "adding" : "indexing");
  bar.hidden = false;
  bar.setAttribute("aria-label", said);
  if (far === null) bar.removeAttribute("value");
  else bar.value = far;
  document.querySelector("#panel .add").disabled = true;
  // Read out once, not at every percent, which the bar tells.
  if (state().firstChild?.textContent !== said) state().textContent = said;
  if (far === null) return;
  const percent = state().querySelector(".percent") ?? document.createElement("span");
  percent.className = "percent";
  percent.ariaHidden = "true";
  if (percent.textContent !== ` ${far} %`) percent.textContent = ` ${far} %`;
  if (!percent.isConnected) state().append(percent);
}

export async function addArticle(send) {
  const form = document.querySelector("#panel .adding");
  const typed = form.querySelector("textarea").value;
  const file = form.querySelector("input").files[0] || new File([typed], "text.txt");
  // A file that could not be read is not tried again; typed text stays to be mended.
  const clear = () => {
    form.querySelector("input").value = "";
  };
  if (file.size > +form.dataset.most) {
    clear();
    state().innerHTML = document.querySelector("#panel .too-large").innerHTML;
    return;
  }
  state().textContent = "";
  far = null;
  progress();
  const content = await base64(file).catch(() => undefined);
  clear();
  // It was moved, or may no longer be read.
  if (content === undefined) refused();
  else send("attach", { name: file.name, content, document: shown() });
}

// The server's word on how far it is; a late one tells nothing.
export function step(percent) {
  if (far === undefined) return;
  far = percent;
  progress();
}

export function ended() {
  far = undefined;
}

// The server did not take it at all; a note says why.
export function refused() {
  ended();
  const bar = document.querySelector("#panel .reading");
  if (!bar) return;
  bar.hidden = true;
  document.querySelector("#panel .add").disabled = false;
  state().textContent = text("failed");
}

// The chosen file's name, where the browser's own field would show it.
export function nameFile(input) {
  const chosen = input.closest(".file").querySelector(".chosen");
  if (input.files[0]) chosen.textContent = input.files[0].name;
}

export function dropArticle(send) {
  send("detach", { document: shown() });
}
