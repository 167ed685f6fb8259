// While a film is being prepared its page asks how far it is; when it is ready, the page comes anew.
const EVERY_MS = 1500;

async function ask(place) {
  try {
    const answer = await fetch(place.dataset.preparing);
    if (!answer.ok) return;
    const html = await answer.text();
    if (!html.includes('data-state="preparing"')) return location.reload();
    if (place.innerHTML.trim() !== html.trim()) place.innerHTML = html;
  } catch {
    // Out of reach for a moment: ask again.
  }
  setTimeout(ask, EVERY_MS, place);
}

for (const place of document.querySelectorAll("[data-preparing]")) setTimeout(ask, EVERY_MS, place);
