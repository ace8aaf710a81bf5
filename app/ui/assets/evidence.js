// From a citation to its sentence: marks it in the article, scrolls to it, shows its words.

const panel = () => document.getElementById("panel");
const article = () => panel()?.querySelector("article.source");
const narrow = matchMedia("(max-width: 959px)");
let waiting = null;
let returnTo = null;
let shown = null;
let opened = "";
let openDocument = () => {};

const parse = (link) => {
  const found = /^#text=(\d+),(\d+),(.*)$/.exec(link.getAttribute("href") || "");
  if (!found) return null;
  return { start: +found[1], end: +found[2], doc: decodeURIComponent(found[3]) };
};

const covers = (span, place) =>
  +span.dataset.start < place.end && +span.dataset.end > place.start;

function clear(name) {
  for (const span of panel().querySelectorAll(`.${name}`)) span.classList.remove(name);
}

function spans(place) {
  const source = article();
  if (!source || source.dataset.doc !== place.doc) return [];
  return [...source.querySelectorAll(".sentence")].filter((span) => covers(span, place));
}

// The answer's citations, softly, all at once.
export function markCited(links) {
  if (!article()) return;
  clear("cited");
  clear("found");
  for (const place of links.map(parse).filter(Boolean)) {
    for (const span of spans(place)) span.classList.add("cited");
  }
}

export function show(link, focus = true) {
  const place = parse(link);
  if (!place || !article()) return;
  if (focus) returnTo = link;
  if (article().dataset.doc !== place.doc) {
    waiting = { place, focus };
    openDocument(place.doc);
    return;
  }
  reveal(place, focus);
}

function reveal(place, focus) {
  shown = place;
  clear("found");
  const found = spans(place);
  for (const span of found) span.classList.add("found");
  const first = found.find((span) => span.offsetParent !== null) || found[0];
  if (!first) return;
  if (narrow.matches && focus) openSheet();
  requestAnimationFrame(() => {
    const box = panel();
    const top = first.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({
      top: box.scrollTop + top - box.clientHeight / 3,
      behavior: calm ? "auto" : "smooth",
    });
    if (!focus) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  });
}

export function openSheet() {
  document.body.classList.add("sheet-open");
  panel().querySelector(".close-sheet")?.focus({ preventScroll: true });
}

export function closeSheet() {
  if (!document.body.classList.contains("sheet-open")) return false;
  document.body.classList.remove("sheet-open");
  const back = returnTo?.isConnected ? returnTo : document.querySelector(".open-sheet");
  back?.focus();
  return true;
}

export function setView(view) {
  const source = article();
  if (!source) return;
  source.dataset.view = view;
  for (const button of panel().querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === view));
  }
  localStorage.setItem("articleChat.view", view);
  if (panel().querySelector(".found")) reveal(shown, false);
}

let tipped = null;

// What hover and focus show: the quote, at once and in the page's own look.
function tip(link) {
  document.getElementById("tip")?.remove();
  tipped = link;
  const quote = link?.dataset.quote;
  if (!quote) return;
  const box = document.createElement("div");
  box.id = "tip";
  box.role = "tooltip";
  box.textContent = quote;
  document.body.append(box);
  const at = link.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left - 24, innerWidth - box.offsetWidth - 8));
  const above = at.top - box.offsetHeight - 8;
  box.style.left = `${left}px`;
  box.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

// A tip goes where its citation goes, and away when that leaves what the conversation shows: to bring
// a citation into view is itself a scroll, which must not take the quote from who reached it by Tab.
function follow() {
  if (!tipped?.isConnected) return tip(null);
  const shown = (tipped.closest("#chat") ?? document.body).getBoundingClientRect();
  const at = tipped.getBoundingClientRect();
  tip(at.bottom > shown.top && at.top < shown.bottom ? tipped : null);
}

export function connectEvidence(open) {
  openDocument = open;
  const on = (name, act) =>
    document.addEventListener(name, (event) => act(event.target.closest?.("a.cite"), event));
  on("mouseover", (link) => tip(link));
  on("focusin", (link) => tip(link));
  on("focusout", () => tip(null));
  document.addEventListener("scroll", follow, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    tip(null);
    closeSheet();
  });
  new MutationObserver(arrived).observe(document.body, { childList: true, subtree: true });
}

// A new article has come into the panel, or it is there for the first time.
function arrived() {
  const missing = panel()?.querySelector(".unavailable:not([data-retried])");
  if (missing) {
    missing.dataset.retried = "yes";
    setTimeout(() => openDocument(""), 3000);
  }
  const source = article();
  if (!source || source.dataset.ready) return;
  source.dataset.ready = "yes";
  // Text that became an article is used up; text that could not be read stays to be mended.
  const typed = panel().querySelector("textarea");
  if (typed && source.dataset.doc !== opened) typed.value = "";
  opened = source.dataset.doc;
  panel().setAttribute("role", "region");
  panel().tabIndex = 0;
  const view = localStorage.getItem("articleChat.view");
  if (view && panel().querySelector(`[data-show="${view}"]`)) setView(view);
  if (waiting && waiting.place.doc === source.dataset.doc) {
    const { place, focus } = waiting;
    waiting = null;
    reveal(place, focus);
  }
  markCited([...document.querySelectorAll(".bot-row:last-of-type a.cite")]);
}
