// A film that is open in a player is closed when its patient takes the consent back: what a player has
// fetched already would otherwise run on for a while.
const EVERY_MS = 10_000;

async function look(place) {
  const answer = await fetch(place.dataset.watched, { method: "HEAD" }).catch(() => null);
  if (answer && [401, 403, 404].includes(answer.status)) {
    place.querySelector("video")?.remove();
    return location.reload();
  }
  if (answer) tell(place, answer.status === 503);
}

// Where the look at it cannot be written down a player is not given the film, and shows no words of the answer.
function tell(place, isUnnoted) {
  place.querySelector("[data-unnoted]").hidden = !isUnnoted;
  const video = place.querySelector("video");
  if (video?.error && !isUnnoted) video.load();
}

async function watch(place) {
  await look(place);
  setTimeout(watch, EVERY_MS, place);
}

for (const place of document.querySelectorAll("[data-watched]")) {
  const video = place.querySelector("video");
  video?.addEventListener("error", () => look(place), { once: true });
  if (video?.error) look(place);
  setTimeout(watch, EVERY_MS, place);
}
