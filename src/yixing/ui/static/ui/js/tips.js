// The explanation of a light can be put away with Escape without moving the pointer or the focus.
const off = "tips-off";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.documentElement.classList.add(off);
});
for (const kind of ["focusin", "pointerover"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.closest?.(".light")) document.documentElement.classList.remove(off);
  });
}
