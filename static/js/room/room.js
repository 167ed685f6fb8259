// This screen's room: its socket, its heart, and its outbox where a person holds the screen.
import { Heart } from "./heart.js";
import { Outbox } from "./outbox.js";
import { page, participant, socket, supervision } from "./socket.js";

export { kind, participant, reconnect, socket, supervision } from "./socket.js";

export const heart = new Heart({ socket, supervision, participant, page });

// The wall is no one's: it sends no commands.
export const outbox = participant ? new Outbox({ supervision, participant, socket, heart }) : null;
