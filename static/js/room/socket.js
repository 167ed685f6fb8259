// This screen's one socket, and whose screen of which room it is. Kept small: what must be there first
// (the film, the clock) needs no more of the room than this.
import { io } from "../../vendor/socket.io.esm.min.js";
import { makeId } from "./ids.js";

export const { screen: kind, supervision, participant } = document.body.dataset;

// This page's own name for itself, by which the server knows it again on another socket.
export const page = makeId();

export const socket = io({
  transports: ["websocket"],
  auth: {
    screen: kind,
    supervision: Number(supervision),
    participant: participant ? Number(participant) : undefined,
    page,
  },
  timeout: 5000,
  reconnectionDelay: 200,
  // Back in the room within two seconds of the network, looking at the page included.
  reconnectionDelayMax: 1500,
  randomizationFactor: 0.5,
});

// A connection that is being tried may wait for a network of before: begin anew.
export function reconnect() {
  if (!socket.connected) socket.disconnect().connect();
}
