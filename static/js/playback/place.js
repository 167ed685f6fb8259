// Bringing a film's pictures to a moment, and keeping within its marks.
import { goesOn, grow, stopGrowing } from "./growing.js";
import { film, pictureAt } from "./state.js";

// Of several places in a hurry the last counts: a player that is sent on before it has arrived
// shows nothing of any.
const SEEKS_APART_MS = 250;
const places = new WeakMap();

// Seconds within the recording of a film time in ms within the clip.
export const seconds = (clipMs) => (film().in_ms + clipMs) / 1000;

// The other way round.
export const clipMs = (video) => video.currentTime * 1000 - film().in_ms;

const pictureMs = () => film().picture_ms || 40;

// Load what is to be shown; nothing before its in mark is ever seen. Whether there is something.
export function load(video) {
  const { url, growing, in_ms: begins } = film();
  if (!url) return unload(video);
  if (video.dataset.url === (growing ?? url) || goesOn(video, url)) return true;
  leave(video);
  stopGrowing(video);
  video.dataset.url = growing ?? url;
  video.style.visibility = "hidden";
  if (growing) grow(video, growing, begins / 1000);
  else {
    video.src = `${url}#t=${begins / 1000}`;
    video.load();
  }
  return true;
}

export function unload(video) {
  if (!video.dataset.url) return false;
  leave(video);
  stopGrowing(video);
  delete video.dataset.url;
  video.pause();
  video.removeAttribute("src");
  video.load();
  return false;
}

// To the picture at that place, and to its middle: there every player finds the same one, whatever
// it makes of fractions.
export function stand(video, ms) {
  bring(video, ((pictureAt(ms) + 0.5) * pictureMs()) / 1000);
}

// To the very place.
export function bringTo(video, ms) {
  // Not before the middle of the first picture: half a millisecond earlier another one is shown.
  const first = (film().in_ms + pictureMs() / 2) / 1000;
  bring(video, Math.max(first, Math.min(seconds(ms), (film().out_ms - pictureMs()) / 1000)));
}

// Whether it is still on its way to where it was brought.
export const isFinding = (video) => Boolean(places.get(video)?.timer) || video.seeking;

// It runs from where it was brought.
export function leave(video) {
  clearTimeout(places.get(video)?.timer);
  places.delete(video);
}

function bring(video, to) {
  const last = places.get(video) ?? { to: null, at: -Infinity };
  const heading = isFinding(video) ? last.to : arrived(video, last);
  if (heading !== null && Math.abs(heading - to) < 0.001) return;
  clearTimeout(last.timer);
  const go = () => {
    places.set(video, { to, at: performance.now() });
    video.currentTime = to;
  };
  const wait = last.at + SEEKS_APART_MS - performance.now();
  if (wait <= 0) go();
  else places.set(video, { to, at: last.at, timer: setTimeout(go, wait) });
}

// Some players stand a little beside the place they were sent to, and stay there.
function arrived(video, { to }) {
  return to !== null && Math.abs(video.currentTime - to) < 0.05 ? to : video.currentTime;
}

// Shown only while the picture lies within the clip's marks.
export function watchMarks(video) {
  const inside = () => {
    const { in_ms: begins, out_ms: ends } = film();
    const at = video.currentTime * 1000;
    const may = Boolean(video.dataset.url) && !(at < begins - 20) && at < ends && video.readyState >= 2;
    video.style.visibility = may ? "visible" : "hidden";
  };
  for (const moment of ["seeked", "loadeddata", "timeupdate", "canplay", "emptied"]) {
    video.addEventListener(moment, inside);
  }
}
