// A second press of the same button does nothing while the first is under way; the server would answer it with the
// first result anyway (the request key), this only spares the wait and the doubt.
const WORKING = "正在提交…";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.dataset.words = button.textContent;
  button.textContent = WORKING;
});

// Coming back with the back button finds the form usable again.
const release = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-words]")) {
      button.removeAttribute("aria-disabled");
      button.textContent = button.dataset.words;
      delete button.dataset.words;
    }
  }
};
window.addEventListener("pageshow", (event) => event.persisted && release());
document.addEventListener("htmx:afterRequest", release);
