// Leaving a form with something typed in it asks first. Forms take part by data-unsaved.
let dirty = false;

const watched = (target) => target.form?.hasAttribute("data-unsaved");

document.addEventListener("input", (event) => {
  if (watched(event.target)) dirty = true;
});
document.addEventListener("submit", () => {
  dirty = false;
});
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

// A form that came back with errors still holds what was typed.
if (document.querySelector("form[data-unsaved] .field-wrong")) dirty = true;

// The summary of errors is where reading goes on.
document.querySelector("#problems")?.focus();
