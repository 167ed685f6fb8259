// A film on a page of its own that is still being encoded.
import { grow } from "../playback/growing.js";

for (const video of document.querySelectorAll("video[data-growing]")) grow(video, video.dataset.growing, 0);
