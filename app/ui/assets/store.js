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
// other tab holds, else a new one. A duplicated tab begins with the other's conversation and is
// told by `fork` to go on with a copy.
export async function claim(fork) {
  const own = sessionStorage.getItem("articleChat.current");
  if (own) {
    // After a reload the page before may not have let go of it yet.
    hold(own, 5000).then((held) => held || fork());
    return own;
  }
  const latest = all()[0];
  if (latest && (await hold(latest.id))) return latest.id;
  const id = fresh();
  await hold(id);
  return id;
}

let release = () => {};

// Whether this tab has the conversation now, and no other; waits for it at most so long.
export async function hold(id, patienceMs = 0) {
  const options = patienceMs
    ? { signal: AbortSignal.timeout(patienceMs) }
    : { ifAvailable: true };
  return new Promise((answer) => {
    const held = (lock) => {
      if (!lock) return answer(false);
      release();
      sessionStorage.setItem("articleChat.current", id);
      answer(true);
      return new Promise((done) => {
        release = done;
      });
    };
    // Without locks (an address that is neither https nor this machine) every tab is on its own.
    if (!navigator.locks) held({});
    else navigator.locks.request(PREFIX + id, options, held).catch(() => answer(false));
  });
}
