// Conversations in this browser: one entry each, so that two tabs never overwrite each other.

const PREFIX = "articleChat.conversation.";
const MAX_CONVERSATIONS = 30;

const parse = (json) => {
  try {
    const entry = JSON.parse(json);
    return entry && Array.isArray(entry.turns) ? entry : null;
  } catch {
    return null;
  }
};

export function all() {
  const entries = [];
  for (let i = 0; i < localStorage.length; i += 1) {
    const key = localStorage.key(i);
    const entry = key.startsWith(PREFIX) ? parse(localStorage.getItem(key)) : null;
    if (entry) entries.push({ ...entry, id: key.slice(PREFIX.length) });
  }
  return entries.sort((a, b) => b.updated - a.updated);
}

export const read = (id) => parse(localStorage.getItem(PREFIX + id));
export const remove = (id) => localStorage.removeItem(PREFIX + id);
export const fresh = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

export function write(id, turns) {
  const entry = JSON.stringify({ title: turns[0].question, updated: Date.now(), turns });
  const others = () => all().filter((other) => other.id !== id);
  for (const old of others().slice(MAX_CONVERSATIONS - 1)) remove(old.id);
  for (;;) {
    try {
      localStorage.setItem(PREFIX + id, entry);
      return;
    } catch {
      // The browser's room is used up: the oldest conversation makes way.
      const oldest = others().pop();
      if (!oldest) return;
      remove(oldest.id);
    }
  }
}

// The conversation that this tab continues: its own after a reload, else the latest one that no
// other tab holds, else a new one.
export async function claim() {
  const own = sessionStorage.getItem("articleChat.current");
  const wanted = [own, all()[0] && all()[0].id].filter(Boolean);
  for (const id of wanted) if (await hold(id)) return id;
  const id = fresh();
  await hold(id);
  return id;
}

let release = () => {};

export async function hold(id) {
  if (!navigator.locks) {
    sessionStorage.setItem("articleChat.current", id);
    return true;
  }
  return new Promise((answer) => {
    navigator.locks.request(PREFIX + id, { ifAvailable: true }, (lock) => {
      if (!lock) {
        answer(false);
        return undefined;
      }
      release();
      sessionStorage.setItem("articleChat.current", id);
      answer(true);
      return new Promise((done) => {
        release = done;
      });
    });
  });
}
