// Bringing a film's pictures to a moment, and keeping within its marks.
import { film } from "./state.js";

const PICTURE_MS = 40;

// Seconds within the recording of a film time in ms within the clip.
export const seconds = (clipMs) => (film().in_ms + clipMs) / 1000;

// The other way round.
export const clipMs = (video) => video.currentTime * 1000 - film().in_ms;

// Load what is to be shown; nothing before its in mark is ever seen.
export function load(video) {
  const { url, in_ms: begins } = film();
  if (!url) return unload(video);
  if (video.dataset.url === url) return;
  video.dataset.url = url;
  video.style.visibility = "hidden";
  video.src = `${url}#t=${begins / 1000}`;
  video.load();
}

export function unload(video) {
  if (!video.dataset.url) return;
  delete video.dataset.url;
  video.pause();
  video.removeAttribute("src");
  video.load();
}

// To a place, as near as half a picture; where it is there already it is left alone. The picture at
// the out mark itself is the first that lies outside.
export function bring(video, ms) {
  const to = Math.min(seconds(ms), (film().out_ms - PICTURE_MS) / 1000);
  if (Math.abs(video.currentTime - to) > 0.02) video.currentTime = to;
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
