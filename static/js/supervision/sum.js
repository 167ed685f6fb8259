// The minutes of a plan, added up while they are typed.
const form = document.querySelector("form[data-plan]");
const whole = (input) => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : 0);

form.addEventListener("input", () => {
  const minutes = [...form.querySelectorAll("[data-minutes]")].map(whole);
  form.querySelector("[data-sum]").textContent = minutes.reduce((sum, one) => sum + one, 0);
  form.querySelector("[data-length]").textContent = form.elements.planned_minutes.value;
});
