// A room that is closed to this person, opened again or loaded anew: what it did not take lies on this
// device still, to be read, copied and thrown away.
import { makeId } from "./ids.js";
import { Shelf } from "./shelf.js";
import * as tray from "./tray.js";
import { words } from "./words.js";

class Kept extends EventTarget {
  refused = new Shelf("refused");
  unsent = new Shelf("outbox");

  constructor(room) {
    super();
    this.room = room;
  }

  // What never went out will never go out now: words to be read, and of taps how many there were.
  async gatherUnsent() {
    const unsent = await this.unsent.all(this.room);
    const taps = unsent.filter(({ typed }) => !typed?.length).length;
    if (taps) await this.refused.put({ room: this.room, id: makeId(), title: words.tapsNotTaken, words: String(taps) });
    for (const { order, ...item } of unsent) {
      if (item.typed?.length) await this.refused.put({ ...item, words: words.notSent });
      await this.unsent.take({ ...item, order });
    }
  }

  async forget(id) {
    const item = (await this.refused.all(this.room)).find((one) => one.id === id);
    if (item) await this.refused.take(item);
  }
}

const kept = new Kept(document.querySelector("[data-left-room]").dataset.leftRoom);
await kept.gatherUnsent();
tray.run(kept);
if (await tray.holdsWords()) {
  const told = document.querySelector(".connection");
  told.textContent = words.notInTheRoom;
  told.hidden = false;
  await tray.openForGood();
}
