// Where a person is in a page, kept while it is drawn anew: the field with its caret, what was
// scrolled, and the line under the finger.

export function keepingPlace(region, draw) {
  const scrolled = [...region.querySelectorAll("*")]
    .filter((one) => one.scrollTop || one.scrollLeft)
    .map((one) => [one, one.scrollTop, one.scrollLeft]);
  const field = region.contains(document.activeElement) ? document.activeElement : null;
  const was = field && { ...caretOf(field), ...hold(field), top: topOf(field) };
  draw();
  for (const [one, top, left] of scrolled) {
    if (one.isConnected && one.scrollTop !== top) one.scrollTop = top;
    if (one.isConnected && one.scrollLeft !== left) one.scrollLeft = left;
  }
  if (was) backTo(region, field, was);
}

// What stands above it may have grown: the field being typed in stays where it was.
function backTo(region, field, was) {
  const now = field.isConnected ? field : successorOf(region, was);
  if (!now) return;
  if (now !== field && was.changed && now.value !== was.value) {
    now.value = was.value;
    now.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (document.activeElement !== now) now.focus({ preventScroll: true });
  if (was.start !== null && (now.selectionStart !== was.start || now.selectionEnd !== was.end)) {
    now.setSelectionRange(was.start, was.end, was.direction);
  }
  if (was.typed) scrollBy(0, topOf(now) - was.top);
}

const topOf = (element) => element.getBoundingClientRect().top;

function hold(field) {
  const typed = field.matches("textarea, input:not([type=radio], [type=checkbox], [type=range])");
  const command = field.form?.dataset.command;
  const changed = typed && field.value !== field.defaultValue;
  return { typed, changed, id: field.id, name: field.name, command, value: field.value };
}

// A field that was drawn as another element, in the form of the same command.
function successorOf(region, { typed, id, name, command }) {
  if (!typed) return null;
  const found = [...region.querySelectorAll("textarea, input")].filter(
    (one) => one.name === name && one.form?.dataset.command === command,
  );
  return found.find((one) => one.id === id) ?? (found.length === 1 ? found[0] : null);
}

function caretOf(field) {
  try {
    const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = field;
    return { start: start ?? null, end, direction };
  } catch {
    return { start: null }; // Some kinds of fields have no caret that can be asked.
  }
}
