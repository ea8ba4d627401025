// A print button appears only where a script can print; without one the page says how (Ctrl+P).
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
