// The two ways of a command to the server. Each gives the server's answer, or null where none came.
import { within } from "./patience.js";

const ANSWER_WITHIN_MS = 4000;
// What the server says of a command, and not of the way it came.
const ANSWERS = [200, 403, 409, 413, 422, 500, 503];

const asSent = ({ id, name, body, at, offline }) => ({ id, name, body, at, offline });

export async function bySocket(socket, item) {
  try {
    return await socket.timeout(ANSWER_WITHIN_MS).emitWithAck("command", asSent(item));
  } catch {
    return null;
  }
}

// For networks that let no socket through. `onStale` is told where the page's token is too old.
export async function byPost(url, participant, item, onStale) {
  try {
    const answer = await post(url, { ...asSent(item), participant });
    if (answer.status === 400) onStale();
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (!isJson || !ANSWERS.includes(answer.status)) return null;
    return { ...(await answer.json()), ...(answer.status === 503 && { again: true }) };
  } catch {
    return null;
  }
}

export function post(url, body) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
    signal: within(ANSWER_WITHIN_MS),
  });
}
