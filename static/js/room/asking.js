// "Are you sure?", asked once, in the page.
import { words } from "./words.js";

// Resolves with whether the person said yes.
export function confirmed(question) {
  const dialog = document.createElement("dialog");
  const article = dialog.appendChild(document.createElement("article"));
  const heading = article.appendChild(document.createElement("h2"));
  heading.textContent = question;
  heading.id = "asked";
  dialog.setAttribute("aria-labelledby", "asked");
  const footer = article.appendChild(document.createElement("footer"));
  footer.className = "actions";
  for (const [value, text, kind] of [["yes", words.yes, "primary"], ["no", words.no, ""]]) {
    const button = footer.appendChild(document.createElement("button"));
    button.className = kind;
    button.textContent = text;
    button.addEventListener("click", () => dialog.close(value));
  }
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
