// This screen's room: its one socket, its heart, and its outbox where a person holds the screen.
import { io } from "../../vendor/socket.io.esm.min.js";
import { Heart } from "./heart.js";
import { makeId } from "./ids.js";
import { Outbox } from "./outbox.js";

export const { screen: kind, supervision, participant } = document.body.dataset;

// This page's own name for itself, by which the server knows it again on another socket.
const page = makeId();

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

export const heart = new Heart({ socket, supervision, participant, page });

// The wall is no one's: it sends no commands.
export const outbox = participant ? new Outbox({ supervision, participant, socket }) : null;

// A connection that is being tried may wait for a network of before: begin anew.
export function reconnect() {
  if (!socket.connected) socket.disconnect().connect();
}
