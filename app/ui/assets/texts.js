// The page's texts in the language it is read in, and the switch between the two.

const { tables, gradio: buttons, toasts } = JSON.parse(
  document.getElementById("article-chat-texts").textContent,
);
const listeners = [];

export const language = () => (document.documentElement.lang === "de" ? "de" : "en");
export const text = (key) => tables[language()][key];
export const names = buttons;

// What stands for one of Gradio's notes, most of which it writes in English whatever the language.
export function translated(note) {
  const own = Object.values(tables).flatMap(Object.entries).find(([, said]) => said === note);
  if (own) return text(own[0]);
  const part = Object.keys(toasts).find((english) => note.includes(english));
  return text(toasts[part]).replace("{}", note.match(/\d+(?= s\b)/)?.[0] ?? "60");
}
export const onLanguage = (listener) => listeners.push(listener);

export async function setLanguage(chosen) {
  localStorage.setItem("articleChat.language", chosen);
  document.documentElement.lang = chosen;
  document.title = text("title");
  for (const listener of listeners) listener();
  const core = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name)
    .find((name) => /\/assets\/core-[^/]*\.js$/.test(name));
  const gradio = core ? await import(core) : {};
  // Gradio's own texts: its translator is in that module; if it moves, a reload does the same.
  if (gradio.changeLocale) gradio.changeLocale(chosen);
  else location.reload();
}
