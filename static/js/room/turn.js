// One tab at a time sends what a device keeps. Where a browser has no locks (plain HTTP) tabs may
// send the same thing at once: the server does it once all the same.
import { within } from "./patience.js";

const WAITS_AT_MOST_MS = 6000;

export async function inTurn(name, act) {
  if (!navigator.locks) return act();
  let begun = null;
  const begin = () => (begun ??= act());
  try {
    await navigator.locks.request(name, { signal: within(WAITS_AT_MOST_MS) }, begin);
  } catch {
    // A tab that stands still holds nobody back for ever.
  }
  return begin();
}
