// What a file is known by when its person chooses it again: never its name, which may be a patient's.
const ENDS_BYTES = 65_536;
const PRIME = 0x01000193;
const START = 0x811c9dc5;

// FNV-1a: it tells files of one person apart, where a page over plain HTTP has nothing better.
async function sum(blob) {
  let hash = START;
  for (const byte of new Uint8Array(await blob.arrayBuffer())) hash = Math.imul(hash ^ byte, PRIME) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

// Rejects where the file cannot be read (any more).
export async function markOf(file) {
  const begins = await sum(file.slice(0, ENDS_BYTES));
  const ends = await sum(file.slice(Math.max(0, file.size - ENDS_BYTES)));
  return `${file.size}-${file.lastModified}-${begins}-${ends}`;
}
