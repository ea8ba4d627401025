// A table of inputs (data-rows: how many at most) gets a button that adds an empty row below the last.
const renumber = (text, at) => text.replace(/-\d+-/, `-${at}-`);

const begin = (table) => {
  if (table.dataset.rowsReady) return;
  table.dataset.rowsReady = "yes";
  const body = table.tBodies[0];
  const button = Object.assign(document.createElement("button"), { type: "button", className: "small" });
  button.textContent = "加一行";
  const full = () => body.rows.length >= Number(table.dataset.rows);
  button.addEventListener("click", () => {
    const at = body.rows.length;
    const row = body.rows[at - 1].cloneNode(true);
    for (const input of row.querySelectorAll("textarea, input")) {
      input.value = "";
      input.textContent = "";
      input.name = renumber(input.name, at);
      input.id = renumber(input.id, at);
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, at + 1));
    }
    body.append(row);
    row.querySelector("textarea, input").focus();
    button.hidden = full();
  });
  button.hidden = full();
  table.after(button);
};

document.querySelectorAll("table[data-rows]").forEach(begin);
