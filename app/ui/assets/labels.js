// Names for screen readers, in the page's language, where Gradio's chat has none, English ones,
// or the whole message as markup; and the quote of a citation, kept for its tooltip.

import { language, names, text, translated } from "./texts.js";

const put = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

export function label(root = document) {
  for (const log of root.querySelectorAll('#chat [role="log"]')) {
    put(log, "aria-label", text("log"));
    log.tabIndex = 0;
  }
  for (const message of root.querySelectorAll('#chat [data-testid="bot"], #chat [data-testid="user"]')) {
    put(message, "role", "group");
    put(message, "aria-label", text(message.dataset.testid === "bot" ? "assistant" : "you"));
  }
  for (const pending of root.querySelectorAll('#chat [role="status"]')) {
    put(pending, "aria-label", text("loading"));
  }
  for (const link of root.querySelectorAll("#chat a.cite")) {
    if (link.title) {
      link.dataset.quote = link.title;
      link.removeAttribute("title");
    }
    put(link, "aria-label", `${text("citation")} ${link.textContent}: ${link.dataset.quote || ""}`);
  }
  for (const area of root.querySelectorAll("#chat textarea")) {
    put(area, "aria-label", text("edit_question"));
  }
  for (const button of root.querySelectorAll("#chat button[aria-label]")) rename(button);
  for (const panel of root.querySelectorAll("#panel")) put(panel, "aria-label", text("article"));
  for (const toast of root.querySelectorAll('[data-testid="toast-body"]')) retell(toast);
  name(root, "#box .submit-button", "send");
  name(root, "#box .stop-button", "stop");
  name(root, "#reasons .submit-button", "send_reason");
  name(root, ".control.theme", "theme");
  name(root, ".languages", "language");
  name(root, "#panel .views", "view");
}

function name(root, selector, key) {
  for (const element of root.querySelectorAll(selector)) {
    put(element, "aria-label", text(key));
    if (element.tagName === "BUTTON") put(element, "title", text(key));
  }
}

// Gradio's buttons take their names once, when they are made.
function rename(button) {
  const known = names[language() === "de" ? "en" : "de"];
  const key = Object.keys(known).find((k) => known[k] === button.getAttribute("aria-label"));
  if (!key) return;
  put(button, "aria-label", names[language()][key]);
  put(button, "title", names[language()][key]);
}

// Gradio's notes in the page's language: what it says first is kept, for the next switch.
function retell(toast) {
  const heading = toast.querySelector(".toast-title.error")?.firstChild;
  if (heading) say(heading, `${text("failed")} `);
  for (const note of toast.querySelectorAll('[data-testid="toast-text"]')) {
    note.dataset.said ??= note.textContent;
    say(note, translated(note.dataset.said));
  }
  const close = toast.querySelector('[data-testid="toast-close"]');
  if (close) put(close, "aria-label", text("close"));
}

function say(node, words) {
  if (node.textContent !== words) node.textContent = words;
}
