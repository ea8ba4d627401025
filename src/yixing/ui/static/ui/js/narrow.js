// A long list of ticks gets a box that narrows it, and a line that counts what is ticked.
const begin = (list) => {
  if (list.dataset.narrow) return;
  list.dataset.narrow = "ready";
  const box = Object.assign(document.createElement("input"), {
    type: "search", className: "narrow-box", placeholder: "输入几个字缩小范围", autocomplete: "off",
  });
  box.setAttribute("aria-label", "缩小范围");
  box.setAttribute("aria-controls", list.id);
  const said = Object.assign(document.createElement("output"), { className: "note" });
  const count = () => {
    const ticked = list.querySelectorAll("input:checked").length;
    said.textContent = ticked ? `已选 ${ticked} 个` : "";
  };
  box.addEventListener("input", () => {
    const wanted = box.value.trim();
    for (const line of list.querySelectorAll(".tick")) line.hidden = !line.textContent.includes(wanted);
  });
  // Enter in the narrowing box must not submit the form around it.
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  list.addEventListener("change", count);
  list.before(box);
  list.after(said);
  count();
};

const all = () => document.querySelectorAll("[data-narrow]").forEach(begin);
document.addEventListener("htmx:afterSettle", all);
all();
