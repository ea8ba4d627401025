// What is typed in the room survives a lost network: kept in this browser, sent when the server answers again.
// A form takes part by data-draft="key"; the request key in it makes a second sending harmless.
// The pages of the other items are fetched while the network is there, so that the meeting goes on item by item without it.
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
  const queue = read(QUEUE) ?? [];
  const draft = place(form);
  // What was kept before for the same item will have changed it by then: this is meant for the item as it is after that.
  const later = queue.some((each) => each.draft === draft);
  const ends = !button?.hasAttribute("formaction");
  write(QUEUE, [...queue, { url, body: later ? body.filter(([name]) => name !== "version") : body, draft, ends }]);
  say("网络断开：已记在本机，恢复后自动上传。请不要关闭浏览器。");
  if (ends) goOn();
};

const flush = async () => {
  const queue = read(QUEUE) ?? [];
  if (!queue.length || !(await reachable())) return;
  for (const [index, each] of queue.entries()) {
    const answer = await fetch(each.url, { method: "POST", body: new URLSearchParams(each.body) });
    write(QUEUE, queue.slice(index + 1));
    if (!answer.ok) return say("断网时记下的一项没有被接受，请核对后重新提交。");
    if (each.ends) localStorage.removeItem(each.draft);
  }
  location.assign(location.pathname);
};

// --- the other items of the agenda ---

const main = document.querySelector("main.room");
const pages = new Map();
const links = () => [...document.querySelectorAll(".room-agenda li:not(.agenda-done):not(.agenda-withdrawn) a[href]")];
const item = (href) => new URL(href).searchParams.get("item");
const concluded = () => new Set((read(QUEUE) ?? []).filter((each) => each.ends).map((each) => each.draft));

const content = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("main.room");

const fetchAhead = async () => {
  for (const { href } of links()) {
    try {
      const answer = await fetch(href);
      const found = answer.ok && content(await answer.text());
      if (found?.querySelector("form[data-draft]")) pages.set(href, found);
    } catch {
      return; // the network is gone already: what was fetched so far is there
    }
  }
};

const markKept = () => {
  const done = concluded();
  for (const link of links()) {
    if (!done.has(`draft:item-${item(link.href)}`) || link.querySelector(".agenda-outcome")) continue;
    const word = document.createElement("span");
    word.className = "agenda-outcome";
    word.textContent = "已记在本机";
    link.append(word);
  }
};

const show = (href) => {
  main.replaceChildren(...[...pages.get(href).cloneNode(true).childNodes].map((node) => document.adoptNode(node)));
  bind();
  markKept();
  say("网络断开：这是断网前取下的页面，照常填写，恢复后自动上传。请不要关闭浏览器。");
  main.focus();
};

// The next item that is neither concluded nor kept here.
const goOn = () => {
  markKept();
  const done = concluded();
  const next = links().find(({ href }) => pages.has(href) && !done.has(`draft:item-${item(href)}`));
  if (next) show(next.href);
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".room-agenda a[href]");
  if (!link || !pages.has(link.href) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (await reachable()) location.assign(link.href);
  else show(link.href);
});

const take = (form) => {
  if (form.dataset.taken) return;
  form.dataset.taken = "yes";
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
};
const bind = () => {
  for (const form of document.querySelectorAll("form[data-draft]")) take(form);
};
bind();
if (main && document.querySelector("form[data-draft^='item-']")) fetchAhead().then(markKept);
addEventListener("online", flush);
setInterval(flush, 15000);
flush();
