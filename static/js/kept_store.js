// What a device keeps for studying, by account: the cards, and the reviews that the server has not said it has.
//
// All of an account is read and changed in one transaction, so that two tabs never tread on one another.
// Where a browser keeps nothing, it is held in memory, for as long as the page is open.

const FORM = 1; // quizapp/cards/keeping.py
const NAME = "quizapp-cards";
const [KEPT, QUEUE] = ["kept", "queue"];

export async function openStore() {
  try {
    return new Store(await opened());
  } catch {
    return new Memory();
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(KEPT, { keyPath: "account" });
      const queue = asked.result.createObjectStore(QUEUE, { keyPath: "place", autoIncrement: true });
      queue.createIndex("account", "account");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = asked.onblocked = () => reject(asked.error);
  });
}

class Store {
  stored = true; // what is kept outlives the page
  #db;

  constructor(db) {
    this.#db = db;
  }

  // Return {kept, queue} of an account: its cards, or null; its reviews that wait, oldest first.
  read(account) {
    return this.change(account, () => ({}));
  }

  // Change what is kept of an account by what `work(kept, queue)` returns: {kept} to be kept in its place,
  // {put} entries of the queue that are changed or new, {drop} places of those that are done.
  // Resolves, once it is durable, with {kept, queue, result}.
  change(account, work) {
    return new Promise((resolve, reject) => {
      const act = this.#db.transaction([KEPT, QUEUE], "readwrite");
      const [cards, reviews] = [act.objectStore(KEPT), act.objectStore(QUEUE)];
      let answer;
      act.oncomplete = () => resolve(answer);
      act.onerror = act.onabort = () => reject(act.error ?? new Error("The browser keeps nothing."));
      cards.get(account).onsuccess = ({ target: { result: found } }) => {
        reviews.index("account").getAll(account).onsuccess = ({ target: { result: queue } }) => {
          try {
            answer = changed(account, usable(found), queue, work);
            if (answer.newKept) cards.put(answer.kept);
            for (const place of answer.drop) reviews.delete(place);
            for (const entry of answer.put) {
              reviews.put(entry).onsuccess = ({ target }) => (entry.place = target.result);
            }
          } catch (error) {
            answer = undefined;
            act.abort();
            reject(error);
          }
        };
      };
    });
  }

  // Forget the cards of an account, and with `reviews` also what it has not sent.
  forget(account, { reviews = false } = {}) {
    return new Promise((resolve, reject) => {
      const act = this.#db.transaction([KEPT, QUEUE], "readwrite");
      act.oncomplete = () => resolve();
      act.onerror = act.onabort = () => reject(act.error);
      act.objectStore(KEPT).delete(account);
      if (!reviews) return;
      act.objectStore(QUEUE).index("account").openCursor(account).onsuccess = ({ target: { result } }) => {
        result?.delete();
        result?.continue();
      };
    });
  }
}

class Memory {
  stored = false;
  #kept = new Map();
  #queue = [];
  #places = 0;

  read(account) {
    return this.change(account, () => ({}));
  }

  async change(account, work) {
    const queue = this.#queue.filter((entry) => entry.account === account);
    const answer = changed(account, this.#kept.get(account) ?? null, queue, work);
    if (answer.newKept) this.#kept.set(account, answer.kept);
    for (const entry of answer.put) entry.place ??= ++this.#places;
    const gone = new Set([...answer.drop, ...answer.put.map(({ place }) => place)]);
    this.#queue = [...this.#queue.filter(({ place }) => !gone.has(place)), ...answer.put].sort(
      (one, other) => one.place - other.place,
    );
    return answer;
  }

  async forget(account, { reviews = false } = {}) {
    this.#kept.delete(account);
    if (reviews) this.#queue = this.#queue.filter((entry) => entry.account !== account);
  }
}

function changed(account, kept, queue, work) {
  const { kept: newKept, put = [], drop = [], result } = work(kept, queue) ?? {};
  for (const entry of put) entry.account = account;
  const gone = new Set([...drop, ...put.map(({ place }) => place)]);
  return {
    kept: newKept ?? kept,
    queue: [...queue.filter(({ place }) => !gone.has(place)), ...put],
    newKept: Boolean(newKept),
    put,
    drop,
    result,
  };
}

const usable = (kept) => (kept?.form === FORM ? kept : null);
