// Where things wait on the device: IndexedDB, so that a reload or a closed browser loses none.
// Where a browser refuses it (some private windows, a full disk) they wait in memory, with a copy
// that survives a reload of this one tab.
import { openDB } from "../../vendor/idb.js";

const NAME = "afttrainer";
const STORES = ["outbox", "refused", "sounds"];
// A browser that says nothing at all must not keep a tap from being sent.
const OPENS_WITHIN_MS = 3000;

let opened = null;

// Fulfilled when the device's own shelf is there, however late.
let tellThatItIsThere;
export const isThere = new Promise((resolve) => (tellThatItIsThere = resolve));

function database() {
  opened ??= open().catch(() => null);
  return opened;
}

function open() {
  return new Promise((resolve, reject) => {
    setTimeout(reject, OPENS_WITHIN_MS);
    openDB(NAME, STORES.length, {
      upgrade(db) {
        for (const store of STORES) {
          if (!db.objectStoreNames.contains(store)) {
            db.createObjectStore(store, { keyPath: "order", autoIncrement: true });
          }
        }
      },
      blocked: reject,
      blocking: (_from, _to, event) => {
        event.target.close();
        opened = null;
      },
      terminated: () => (opened = null),
    }).then((db) => {
      // Where it comes late: what was put there before this page was loaded is to be found all the same.
      opened = Promise.resolve(db);
      tellThatItIsThere();
      resolve(db);
    }, reject);
  });
}

// On the device's disk, and not only on its way there, where the browser can be told so: a battery
// that runs out takes nothing with it.
async function lay(db, store, item) {
  const laying = db.transaction(store, "readwrite", { durability: "strict" });
  const [order] = await Promise.all([laying.store.add(item), laying.done]);
  return order;
}

export class Shelf {
  constructor(store) {
    this.store = store;
    this.copy = `${NAME}-${store}`;
    this.memory = read(this.copy);
  }

  // Whether something here would be lost with this tab.
  get isFragile() {
    return this.memory.length > 0;
  }

  // Once something waits in memory, what comes after it waits there too: the order is kept.
  async put(item) {
    const db = this.isFragile ? null : await database();
    try {
      if (db) return { ...item, order: await lay(db, this.store, item) };
    } catch {
      // Full, or gone: in memory then.
    }
    this.memory.push(item);
    this.write();
    return item;
  }

  // All that waits for this room and person, in the order it was made.
  async all(room) {
    return [...(await this.onDisk()), ...this.memory].filter((item) => item.room === room);
  }

  async onDisk() {
    const db = await database();
    try {
      return db ? await db.getAll(this.store) : [];
    } catch {
      opened = null;
      return [];
    }
  }

  async take({ id, order }) {
    this.memory = this.memory.filter((item) => item.id !== id);
    this.write();
    const db = order === undefined ? null : await database();
    try {
      await db?.delete(this.store, order);
    } catch {
      // It stays and is sent once more: the server does each once.
    }
  }

  write() {
    try {
      if (this.isFragile) sessionStorage.setItem(this.copy, JSON.stringify(this.memory));
      else sessionStorage.removeItem(this.copy);
    } catch {
      // Then in memory alone.
    }
  }
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}
