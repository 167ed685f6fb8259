// A choice that needs no second tap: it is kept when it is made.
export function run() {
  document.addEventListener("change", (event) => {
    if (event.target.form?.hasAttribute("data-at-once")) event.target.form.requestSubmit();
  });
}
