// Draws a stretch of a film: small pictures above, the sound below, quiet spans softly behind it, and
// what lies outside the marks under a veil.
import { words } from "../room/words.js";

const PICTURES_SHARE = 0.45;

export function draw(canvas, { outline, stretch, marks, here, small = false }) {
  const pen = sized(canvas);
  const { width, height } = canvas.getBoundingClientRect();
  const colour = coloursOf(canvas);
  const split = small || !outline.pictures ? 0 : Math.round(height * PICTURES_SHARE);
  const place = { pen, outline, stretch, colour, width, height, split };
  pen.fillStyle = colour.ground;
  pen.fillRect(0, 0, width, height);
  pen.font = `500 13px ${getComputedStyle(canvas).fontFamily}`;
  drawQuiet(place);
  drawSound(place);
  if (split) drawPictures(place);
  drawVeil(place, marks);
  pen.fillStyle = colour.here;
  pen.fillRect(Math.round(stretch.share(here) * width) - 1, 0, 2, height);
}

function sized(canvas) {
  const { width, height } = canvas.getBoundingClientRect();
  const scale = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const pen = canvas.getContext("2d");
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  return pen;
}

// Of the page's own style, so that light, dark and forced colours are the style sheet's matter.
function coloursOf(canvas) {
  const style = getComputedStyle(canvas);
  const told = (name) => style.getPropertyValue(name).trim();
  return {
    ground: told("--cut-ground"), sound: told("--cut-sound"), quiet: told("--cut-quiet"),
    veil: told("--cut-veil"), here: told("--cut-here"), soft: told("--cut-soft"), mark: told("--cut-mark"),
  };
}

function drawQuiet({ pen, outline, stretch, colour, width, height, split }) {
  for (const [from, to] of outline.quiet) {
    if (to < stretch.from || from > stretch.to) continue;
    const left = stretch.share(from) * width;
    const wide = Math.max(1, stretch.share(to) * width - left);
    pen.fillStyle = colour.quiet;
    pen.fillRect(left, split, wide, height - split);
    sayQuiet({ pen, colour, height, split }, Math.max(0, left), Math.min(width, left + wide));
  }
}

function sayQuiet({ pen, colour, height, split }, left, right) {
  if (!split || pen.measureText(words.quiet).width + 12 > right - left) return;
  pen.fillStyle = colour.soft;
  pen.textAlign = "center";
  pen.fillText(words.quiet, (left + right) / 2, height - 6);
}

function drawSound({ pen, outline, stretch, colour, width, height, split }) {
  if (!outline.peaks) return;
  const middle = (split + height) / 2;
  const half = (height - split) / 2 - 2;
  pen.fillStyle = colour.sound;
  for (let x = 0; x < width; x += 1) {
    const [low, high] = outline.loudness(stretch.at(x / width), stretch.at((x + 1) / width));
    // Speech is far below the loudest that a file can hold.
    const [up, down] = [Math.sqrt(high), Math.sqrt(-low)];
    pen.fillRect(x, middle - up * half, 1, Math.max(1, (up + down) * half));
  }
}

function drawPictures({ pen, outline, stretch, width, split }) {
  const { width: wide, height: high } = outline.pictures;
  const each = (wide / high) * split;
  for (let left = 0; left < width; left += each) {
    const found = outline.small(stretch.at((left + each / 2) / width));
    if (found) pen.drawImage(found.sheet, found.left, found.top, wide, high, left, 0, each, split);
  }
}

function drawVeil({ pen, stretch, colour, width, height }, [from, to]) {
  const [left, right] = [stretch.share(from) * width, stretch.share(to) * width];
  pen.fillStyle = colour.veil;
  pen.fillRect(0, 0, Math.min(width, left), height);
  pen.fillRect(Math.max(0, right), 0, width, height);
  pen.fillStyle = colour.mark;
  for (const edge of [left, right]) pen.fillRect(Math.round(edge) - 1, 0, 2, height);
}
