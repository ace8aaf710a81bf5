// Runs before anything is drawn: the page's language and its light or dark look.
// Gradio reads navigator.language once, when it starts; the reader's choice stands in for it.
(() => {
  const root = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(`articleChat.${key}`);
    } catch {
      return null;
    }
  };
  const browser = (navigator.languages && navigator.languages[0]) || navigator.language || "en";
  const wanted = stored("language") || browser;
  const language = wanted.toLowerCase().startsWith("de") ? "de" : "en";
  root.lang = language;
  Object.defineProperty(navigator, "language", { get: () => root.lang, configurable: true });

  const system = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => stored("theme") || (system.matches ? "dark" : "light");
  const apply = () => {
    const dark = theme() === "dark";
    root.classList.toggle("dark", dark);
    if (document.body) document.body.classList.toggle("dark", dark);
  };
  apply();
  system.addEventListener("change", apply);
  // Gradio sets the class itself when it starts; ours stands.
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    new MutationObserver(() => {
      if (document.body.classList.contains("dark") !== (theme() === "dark")) apply();
    }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });
  window.articleChatTheme = { current: theme, apply };
})();
