// Ids of commands, made on the device. On a plain-HTTP address of the clinic's network there is no
// crypto.randomUUID; getRandomValues is there everywhere.
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
