// 复制催办内容: a button with data-copy="#id" copies the text of that element and says so beside itself.
const put = async (text) => {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  // County networks are often plain HTTP, where the clipboard interface is closed; selecting still works.
  const box = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, className: "unseen" });
  document.body.append(box);
  box.focus();
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
};

const ready = () => {
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  let done = false;
  try {
    done = await put((source.value ?? source.textContent).trim());
  } catch {
    done = false;
  }
  let said = button.nextElementSibling;
  if (!said?.matches("output.copied")) {
    said = Object.assign(document.createElement("output"), { className: "copied note" });
    button.after(said);
  }
  said.textContent = done ? "已复制，可粘贴到微信群或短信。" : "浏览器不允许复制，请选中文字后按 Ctrl+C。";
  button.focus();
});
document.addEventListener("htmx:afterSettle", ready);
ready();
