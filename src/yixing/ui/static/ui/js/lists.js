// Filter sentences submit when a blank changes; empty blanks leave no trace in the address. Ticks are counted.
const blanks = (form) => [...form.querySelectorAll("select, input:not([type=hidden])")];

const begin = () => {
  for (const form of document.querySelectorAll("form.sentence")) {
    const button = form.querySelector("button");
    if (button && !form.querySelector("input[type=text], input[type=search]")) button.hidden = true;
  }
  for (const all of document.querySelectorAll("input[data-all]")) all.hidden = false;
  count();
};

const ticks = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${name}"]`)];

const count = () => {
  for (const place of document.querySelectorAll("[data-count-of]")) {
    const ticked = ticks(place.dataset.countOf).filter((box) => box.checked).length;
    place.textContent = ticked ? `已选 ${ticked} 件：` : "勾选后可批量办理：";
    for (const button of place.form?.elements ?? place.closest("form").querySelectorAll("button")) {
      if (button.type === "submit") button.disabled = !ticked;
    }
  }
};

document.addEventListener("change", (event) => {
  const { target } = event;
  const form = target.closest?.("form.sentence");
  if (form && target.matches("select, input")) form.requestSubmit();
  if (target.dataset?.all) {
    for (const box of ticks(target.dataset.all)) box.checked = target.checked;
  }
  if (target.type === "checkbox") count();
});

// Without htmx: the browser submits, so empty blanks are switched off for the moment.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.sentence") || window.htmx) return;
  const empty = blanks(event.target).filter((blank) => blank.value === "");
  for (const blank of empty) blank.disabled = true;
  setTimeout(() => empty.forEach((blank) => { blank.disabled = false; }));
});
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("form.sentence")) return;
  for (const blank of blanks(event.target)) {
    if (blank.value === "") event.detail.formData?.delete(blank.name);
  }
});
document.addEventListener("htmx:afterSettle", begin);
begin();
