// The two marks as handles under the film's stretch: pulled with a finger or the mouse, moved with
// the keys of a slider. They never cross.
const SECOND_MS = 1000;
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
const FAR_KEYS = { PageDown: -10 * SECOND_MS, PageUp: 10 * SECOND_MS };

export function makeHandle(handle, { atPointer, value, bounds, pictureMs, set, done }) {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button || handle.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    // Where it was taken hold of, so that it does not jump.
    const off = atPointer(event) - value();
    const pull = (moved) => set(within(atPointer(moved) - off, bounds()));
    handle.addEventListener("pointermove", pull);
    const end = () => {
      handle.removeEventListener("pointermove", pull);
      done();
    };
    handle.addEventListener("lostpointercapture", end, { once: true });
  });
  handle.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || handle.getAttribute("aria-disabled") === "true") return;
    const to = wanted(event, value(), bounds(), pictureMs);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    set(within(to, bounds()));
    done();
  });
}

function wanted(event, now, [least, most], pictureMs) {
  if (event.key in KEYS) return now + KEYS[event.key] * (event.shiftKey ? SECOND_MS : pictureMs);
  if (event.key in FAR_KEYS) return now + FAR_KEYS[event.key];
  return { Home: least, End: most }[event.key] ?? null;
}

const within = (ms, [least, most]) => Math.min(most, Math.max(least, ms));

// What a screen reader is told of it.
export function tell(handle, ms, [least, most], text) {
  handle.setAttribute("aria-valuemin", Math.round(least));
  handle.setAttribute("aria-valuemax", Math.round(most));
  handle.setAttribute("aria-valuenow", Math.round(ms));
  handle.setAttribute("aria-valuetext", text);
}
