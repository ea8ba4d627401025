// What is typed in the room survives a lost network: kept in this browser, sent when the server answers again.
// A form takes part by data-draft="key"; the request key in it makes a second sending harmless.
const QUEUE = "room-queue";
const UNKEPT = new Set(["csrfmiddlewaretoken", "version", "request", "on"]);
const line = document.querySelector("#room-net");
const say = (words) => { if (line) line.textContent = words; };
const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const place = (form) => `draft:${form.dataset.draft}`;

const entries = (form) => [...new FormData(form)].filter(([name, value]) => !UNKEPT.has(name) && typeof value === "string");

const restore = (form) => {
  const kept = read(place(form));
  if (!kept) return;
  const values = new Map();
  for (const [name, value] of kept) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || UNKEPT.has(field.name) || field.type === "hidden" || field.type === "submit") continue;
    const wanted = values.get(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = wanted?.includes(field.value) ?? false;
    else if (wanted) field.value = wanted[0];
  }
  say("已恢复上次没有提交的内容，请核对后提交。");
};

const reachable = async () => {
  try {
    return (await fetch("/health/", { cache: "no-store", signal: AbortSignal.timeout(4000) })).ok;
  } catch {
    return false;
  }
};

const keep = (form, button) => {
  const body = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  if (button?.name) body.push([button.name, button.value]);
  const url = button?.getAttribute("formaction") ?? form.getAttribute("action");
  write(QUEUE, [...(read(QUEUE) ?? []), { url, body, draft: place(form) }]);
  say("网络断开：已记在本机，恢复后自动上传。请不要关闭浏览器。");
};

const flush = async () => {
  const queue = read(QUEUE) ?? [];
  if (!queue.length || !(await reachable())) return;
  for (const [index, each] of queue.entries()) {
    const answer = await fetch(each.url, { method: "POST", body: new URLSearchParams(each.body) });
    write(QUEUE, queue.slice(index + 1));
    if (!answer.ok) return say("断网时记下的一项没有被接受，请核对后重新提交。");
    localStorage.removeItem(each.draft);
  }
  location.reload();
};

for (const form of document.querySelectorAll("form[data-draft]")) {
  restore(form);
  const remember = () => write(place(form), entries(form));
  document.addEventListener("input", (event) => event.target.form === form && remember());
  form.addEventListener("submit", async (event) => {
    if (form.dataset.reached) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    if (!(await reachable())) return keep(form, button);
    form.dataset.reached = "yes";
    if (!button?.hasAttribute("formaction")) localStorage.removeItem(place(form));
    form.requestSubmit(button);
  });
}
addEventListener("online", flush);
setInterval(flush, 15000);
flush();
