// Where commands wait on the device: IndexedDB, so that a reload or a closed browser loses none.
// Where a browser refuses it (some private windows), they wait in memory.
import { openDB } from "../../vendor/idb.js";

let opened = null;
const memory = new Map();

function database() {
  opened ??= openDB("afttrainer", 1, {
    upgrade: (db) => db.createObjectStore("outbox", { keyPath: "order", autoIncrement: true }),
  }).catch(() => null);
  return opened;
}

export async function put(item) {
  const db = await database();
  if (!db) {
    item.order = memory.size ? Math.max(...memory.keys()) + 1 : 1;
    memory.set(item.order, item);
    return item;
  }
  return { ...item, order: await db.add("outbox", item) };
}

// All that waits for this room and person, in the order it was made.
export async function all(room) {
  const db = await database();
  const items = db ? await db.getAll("outbox") : [...memory.values()];
  return items.filter((item) => item.room === room);
}

export async function take(order) {
  const db = await database();
  return db ? db.delete("outbox", order) : memory.delete(order);
}
