// What scripts say, in the site's language: the page carries the words (room/_words.html).
export const words = document.querySelector("template#words")?.dataset ?? {};
