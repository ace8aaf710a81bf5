// Ties the page's parts together: clicks and keys on one side, Gradio's events on the other.

import { addArticle, dropArticle, ended, nameFile, progress, refused, step } from "./articles.js";
import { closeSheet, connectEvidence, markCited, openSheet, setView, show } from "./evidence.js";
import { label } from "./labels.js";
import * as store from "./store.js";
import { language, onLanguage, setLanguage, text } from "./texts.js";

let trigger = null;
let current = store.fresh();
let turns = [];
let marked = "";
let settled = "";
const claimed = store.claim(() => {
  current = store.fresh();
  store.hold(current);
});

// ?q=…&lang=… asks a question, in that language, and is then taken off the address.
const query = new URLSearchParams(location.search);
let linked = query.get("q") || "";
const linkedLanguage = ["de", "en"].find((code) => code === query.get("lang"));
if (linked) history.replaceState(null, "", location.pathname);

const send = (name, data) => trigger && trigger(name, data);
const busy = () => Boolean(document.querySelector("#box .stop-button"));

window.articleChat = {
  // How far an article is that is being added, and that it has ended, well or badly.
  step,
  ended,
  refused,
  // Gradio's side of the bridge is up.
  connect(gradioTrigger) {
    trigger = gradioTrigger;
  },
  // What this tab goes on with; a link with a question begins a new conversation.
  async recall() {
    current = await claimed;
    if (linked) await store.hold((current = store.fresh()));
    return store.read(current)?.turns || [];
  },
  // Whose additions are whose: a random name that only this browser knows.
  reader() {
    const known = localStorage.getItem("articleChat.reader");
    if (known) return known;
    const made = crypto.getRandomValues(new Uint32Array(4)).join("-");
    localStorage.setItem("articleChat.reader", made);
    return made;
  },
  ready() {
    const box = document.querySelector("#box textarea");
    const draft = sessionStorage.getItem("articleChat.draft");
    if (box && draft && !box.value) {
      box.value = draft;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (linked) ask(linked, linkedLanguage || "auto");
    linked = "";
  },
  keep(now) {
    turns = now || [];
    for (const button of document.querySelectorAll("#export button")) button.disabled = !turns.length;
    if (turns.length) store.write(current, turns);
    listConversations();
  },
  // The one way, beside the list, in which a conversation goes for good.
  forget() {
    store.remove(current);
    listConversations();
  },
  save(file) {
    if (!file) return;
    const type = file.kind === "json" ? "application/json" : "text/markdown";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file.text], { type: `${type};charset=utf-8` }));
    link.download = `article-assistant.${file.kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  },
};

function ask(question, answerLanguage = "auto") {
  if (question && !busy()) send("ask", { text: question, language: answerLanguage });
}

async function start(openTurns, id = store.fresh()) {
  if (busy() || !(await store.hold(id))) return;
  current = id;
  send("open", { turns: openTurns });
  document.querySelector("#box textarea")?.focus();
}

function listConversations() {
  const list = document.getElementById("conversations");
  if (!list) return;
  const rows = store.all().map((entry) => {
    const row = document.createElement("li");
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = entry.title;
    open.className = "conversation";
    if (entry.id === current) open.setAttribute("aria-current", "true");
    open.onclick = () => start(entry.turns, entry.id).then(closeMenus);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "drop";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `${text("delete")}: ${entry.title}`);
    drop.onclick = () => {
      store.remove(entry.id);
      if (entry.id === current) start([]);
      listConversations();
    };
    row.append(open, drop);
    return row;
  });
  if (!rows.length) {
    const row = document.createElement("li");
    row.className = "hint";
    row.textContent = text("history_empty");
    rows.push(row);
  }
  list.replaceChildren(...rows);
}

function closeMenus() {
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
}

async function copy(button, words) {
  await navigator.clipboard.writeText(words);
  const before = button.innerHTML;
  button.textContent = text("copied");
  setTimeout(() => {
    button.innerHTML = before;
  }, 1500);
}

// An answer as plain text: what it says with its marks, then the evidence, a line each.
function plain(reply) {
  const answer = [...reply.querySelectorAll(".text")].map((p) => {
    const twin = p.cloneNode(true);
    for (const mark of twin.querySelectorAll("a.cite")) mark.textContent = ` [${mark.textContent}]`;
    const lines = [...twin.querySelectorAll("li")].map((li) => li.textContent);
    return lines.length ? lines.join("\n") : twin.textContent;
  });
  const evidence = [...reply.querySelectorAll(".evidence li")].map((row) => {
    const quotes = [...row.querySelectorAll("q")].map((q) => `“${q.textContent}”`).join(" ");
    return `[${row.querySelector("a.cite").textContent}] ${quotes}`;
  });
  const sources = [...reply.querySelectorAll(".sources cite")].map((cite) => cite.textContent);
  return [...answer, ...evidence, ...sources].join("\n\n");
}

function share(button) {
  const row = button.closest(".bot-row");
  const rows = [...document.querySelectorAll("#chat .message-row")];
  const question = turns[Math.floor(rows.indexOf(row) / 2)]?.question || "";
  const link = new URL(location.pathname, location.origin);
  link.searchParams.set("q", question);
  link.searchParams.set("lang", button.value === "auto" ? language() : button.value);
  return copy(button, link.href);
}

const commands = {
  new: () => start([]),
  forget: () => {
    for (const entry of store.all()) store.remove(entry.id);
    start([]).then(closeMenus);
  },
  export: (button) => {
    send("export", { kind: button.dataset.kind, language: language() });
    closeMenus();
  },
  sheet: () => openSheet(),
  theme: () => {
    const next = window.articleChatTheme.current() === "dark" ? "light" : "dark";
    localStorage.setItem("articleChat.theme", next);
    window.articleChatTheme.apply();
  },
};

document.addEventListener("click", (event) => {
  const target = event.target.closest("button, a, summary");
  if (!event.target.closest("details.menu")) closeMenus();
  if (event.target === document.body) closeSheet();
  if (!target) return;
  const { classList, dataset } = target;
  if (classList.contains("cite") || classList.contains("passage")) {
    event.preventDefault();
    show(target);
  } else if (classList.contains("ask")) ask(target.textContent);
  else if (classList.contains("copy")) copy(target, plain(target.closest(".reply")));
  else if (classList.contains("share")) share(target);
  else if (classList.contains("add")) addArticle(send);
  else if (target.matches("#panel .drop")) dropArticle(send);
  else if (classList.contains("close-sheet")) closeSheet();
  else if (classList.contains("skip")) {
    event.preventDefault();
    document.querySelector("#box textarea")?.focus();
  } else if (dataset.show) setView(dataset.show);
  else if (dataset.language) setLanguage(dataset.language);
  else if (dataset.do) commands[dataset.do](target);
});

document.addEventListener("change", (event) => {
  if (event.target.closest(".picker")) send("document", { document: event.target.value });
  if (event.target.matches("#panel input[type=file]")) nameFile(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.querySelector("#box textarea")?.focus();
  }
});

// After every change of the conversation: names for screen readers, and the newest answer's
// sentences marked in the article.
function refresh() {
  label();
  progress();
  if (document.title !== text("title")) document.title = text("title");
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language()));
  }
  const questions = document.querySelectorAll("#chat .user-row");
  const state = `${questions.length} ${document.querySelectorAll("#chat .reply.done").length}`;
  if (questions.length && state !== settled) toTop(questions[questions.length - 1]);
  settled = state;
  const replies = document.querySelectorAll("#chat .reply");
  const links = [...(replies[replies.length - 1]?.querySelectorAll(".text a.cite") || [])];
  const places = links.map((link) => link.getAttribute("href")).join(" ");
  if (places === marked) return;
  marked = places;
  markCited(links);
  if (links.length && innerWidth >= 960) show(links[0], false);
}

// A new question goes to the top, and once more when its answer has made room for that, so that
// the answer is read from the beginning.
function toTop(question) {
  const log = question.closest('[role="log"]');
  const gap = question.getBoundingClientRect().top - log.getBoundingClientRect().top;
  log.scrollTop += gap - 12;
}

let scheduled = false;
new MutationObserver(() => {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    refresh();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
onLanguage(refresh);
onLanguage(listConversations);
connectEvidence((doc) => send("document", { document: doc }));
window.addEventListener("load", listConversations);
// Gradio loads the page anew once a server that was away is back: what was typed stays.
window.addEventListener("pagehide", () => {
  sessionStorage.setItem("articleChat.draft", document.querySelector("#box textarea")?.value ?? "");
});
