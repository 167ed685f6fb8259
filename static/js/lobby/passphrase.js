// Show what one types in a passphrase field: it is typed only once.
for (const button of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
  // Browsers must not keep it among the words typed into forms.
  field.form.addEventListener("submit", () => (field.type = "password"));
}
