// This screen's room: its one socket, and its outbox where a person holds the screen.
import { io } from "../../vendor/socket.io.esm.min.js";
import { Outbox } from "./outbox.js";

export const { screen: kind, supervision, participant } = document.body.dataset;

export const socket = io({
  transports: ["websocket"],
  auth: { screen: kind, supervision: Number(supervision) },
  reconnectionDelay: 200,
  reconnectionDelayMax: 2000,
  randomizationFactor: 0.5,
});

// The wall is no one's: it sends no commands.
export const outbox = participant ? new Outbox({ supervision, participant, socket }) : null;
