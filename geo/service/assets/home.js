"use strict";
// The page for people. Text of articles enters the page by textContent only.
const byId = (id) => document.getElementById(id);
const MAX_BYTES = 20000000;
const PAGE = 30;
const WATCH_MS = 700;
const watched = new Map(); // job id -> what its row shows
let showing = null; // the query of the map: "job=…", "article=…" or ""
let listing = "articles";
let listed = 0;
let lastSearch = 0;

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function say(text, bad) {
  byId("message").textContent = text;
  byId("message").className = bad ? "bad" : "quiet";
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The service does not answer.");
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.description || `The service answered ${answer.status}.`);
  return found;
}

// Tabs: one group for what comes in, one for what is listed.
function choose(tab) {
  for (const other of tab.parentElement.children) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = byId(other.getAttribute("aria-controls"));
    if (panel.id.startsWith("in-")) panel.hidden = !chosen;
  }
}
for (const group of document.querySelectorAll("[role=tablist]")) {
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...group.children];
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
  for (const tab of group.children) tab.addEventListener("click", () => choose(tab));
}

// Handing in.
function about() {
  const found = {};
  if (byId("published").value) found.published = byId("published").value;
  if (byId("home").value.trim()) found.home = byId("home").value.trim();
  return found;
}

async function handIn(what) {
  const job = await ask("/articles", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...about(), ...what }),
  });
  follow(job);
  return job;
}

async function handInFiles(files) {
  let taken = 0;
  for (const file of files) {
    say(`Sending ${file.name} …`);
    try {
      if (file.size > MAX_BYTES) throw new Error(`larger than ${MAX_BYTES / 1e6} MB`);
      const content = await file.text();
      const suffix = (/\.[a-z]+$/i.exec(file.name) || [""])[0].toLowerCase();
      const kind = /^\.x?html?$/.test(suffix) ? "html" : /^\.(jsonl|ndjson)$/.test(suffix) ? "jsonl" : "text";
      await handIn({ [kind]: content, name: file.name.slice(0, 200) });
      taken += 1;
    } catch (error) {
      say(`${file.name}: ${error.message}`, true);
    }
  }
  if (taken === files.length) say(taken === 1 ? "Handed in." : `${taken} files handed in.`);
}

byId("hand-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const tab = document.querySelector("#hand-in [role=tabpanel]:not([hidden])").id.slice(3);
  if (tab === "files") {
    await handInFiles([...byId("files").files]);
    byId("files").value = "";
    return;
  }
  const value = byId(tab).value;
  if (!value.trim()) return say("There is nothing to hand in yet.", true);
  byId("send").disabled = true;
  say(tab === "url" ? "Fetching …" : "Handing in …");
  try {
    await handIn({ [tab]: tab === "text" ? value : value.trim() });
    byId(tab).value = "";
    say("Handed in.");
  } catch (error) {
    say(error.message, true);
  } finally {
    byId("send").disabled = false;
  }
});
byId("files").addEventListener("change", () => byId("send").click());

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    byId("side").classList.add("dropping");
  });
}
document.addEventListener("dragleave", () => byId("side").classList.remove("dropping"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  byId("side").classList.remove("dropping");
  if (event.dataTransfer && event.dataTransfer.files.length) handInFiles([...event.dataTransfer.files]);
});

// Jobs: each is asked about until it is done.
function jobWords(job) {
  const done = job.parsed + job.failed;
  const parts = [job.state === "reading" ? `reading ${job.articles + job.known} of ${job.expected ?? "?"}` : job.state];
  if (job.articles) parts.push(`${done} of ${done + job.pending} parsed`);
  if (job.known) parts.push(`${job.known} known before`);
  if (job.failed) parts.push(`${job.failed} failed`);
  if (job.skipped) parts.push(`${job.skipped} could not be read`);
  return parts.join(" · ");
}

function draw(job) {
  let row = watched.get(job.id);
  if (!row) {
    const item = element("li");
    const button = element("button", job.name || job.id);
    button.type = "button";
    button.addEventListener("click", () => show(`job=${job.id}`, job.name || "Job"));
    row = { item, bar: element("progress"), words: element("div", "", "quiet"), errors: element("div", "", "bad"), seen: -1 };
    row.bar.setAttribute("aria-label", "Progress");
    item.append(button, row.bar, row.words, row.errors);
    item.dataset.job = job.id;
    byId("jobs").prepend(item);
    byId("jobs-section").hidden = false;
    watched.set(job.id, row);
  }
  const done = job.parsed + job.failed;
  row.bar.max = Math.max(1, job.state === "reading" && job.expected ? job.expected : done + job.pending);
  row.bar.value = job.state === "done" ? row.bar.max : done;
  row.item.dataset.state = job.state;
  row.words.textContent = jobWords(job);
  row.errors.textContent = job.errors.slice(0, 3).join(" ");
  // The map follows: at once for the first article, then as they come.
  const ready = job.state === "done" ? 1e9 : job.parsed;
  if ((job.parsed || job.known) && ready > row.seen && (showing === null || showing === `job=${job.id}`)) {
    row.seen = job.state === "done" ? ready : Math.max(ready, 1) * 2;
    show(`job=${job.id}`, job.name || "Job");
  }
  if (job.state === "done") list();
}

async function follow(job, first = true) {
  if (first) showing = `job=${job.id}`;
  for (;;) {
    draw(job);
    if (job.state === "done") return;
    await new Promise((wake) => setTimeout(wake, WATCH_MS));
    try {
      job = await ask(`/jobs/${job.id}`);
    } catch (error) {
      say(error.message, true);
    }
  }
}

// The map.
function show(query, title) {
  showing = query;
  byId("shown").textContent = title;
  byId("empty").hidden = true;
  for (const name of ["all", "format", "download", "whole"]) byId(name).hidden = false;
  // A new frame each time: a browser does not load an address again that it is just loading.
  const frame = byId("map").cloneNode();
  frame.hidden = false;
  frame.src = `/map?${query}#order=newest`;
  byId("map").replaceWith(frame);
  byId("whole").href = `/map?${query}`;
  download();
}

function download() {
  const scope = showing ? `&${showing}` : "";
  byId("download").href = `/export?format=${byId("format").value}${scope}`;
}
byId("format").addEventListener("change", download);
byId("all").addEventListener("click", () => {
  const words = byId("search").value.trim();
  show(words ? `q=${encodeURIComponent(words)}` : "", words ? `Articles with “${words}”` : "All articles");
});

// The archive.
function articleRow(article) {
  const item = element("li");
  const button = element("button", article.title || article.id);
  button.type = "button";
  button.disabled = article.state !== "parsed";
  button.addEventListener("click", () => show(`article=${encodeURIComponent(article.id)}`, article.title || article.id));
  const facts = [article.published, article.source, article.state === "parsed" ? `${article.event_count} events` : article.state];
  item.append(button, element("div", facts.filter(Boolean).join(" · "), "quiet"));
  if (article.reason) item.append(element("div", article.reason, "bad"));
  return item;
}

function eventRow(event) {
  const item = element("li");
  const button = element("button", event.headline);
  button.type = "button";
  button.addEventListener("click", () => show(`article=${encodeURIComponent(event.article_id)}`, event.title || event.headline));
  const facts = [event.event_date || "date unknown", event.place_name || "not located", event.event_class];
  item.append(button, element("div", facts.join(" · "), "quiet"));
  return item;
}

async function list(more) {
  const mine = (lastSearch += 1);
  const words = byId("search").value.trim();
  const offset = more ? listed : 0;
  const query = new URLSearchParams({ limit: PAGE, offset });
  if (words) query.set("q", words);
  try {
    const found = await ask(`/${listing}?${query}`);
    if (mine !== lastSearch) return; // somebody typed on
    const rows = found[listing].map(listing === "articles" ? articleRow : eventRow);
    if (more) byId("found").append(...rows);
    else byId("found").replaceChildren(...rows);
    listed = offset + rows.length;
    byId("matched").textContent = `${found.matched.toLocaleString("en")} ${listing}`;
    byId("more").hidden = listed >= found.matched;
  } catch (error) {
    say(error.message, true);
  }
}
for (const name of ["articles", "events"]) {
  byId(`tab-${name}`).addEventListener("click", () => {
    listing = name;
    byId("panel").setAttribute("aria-labelledby", `tab-${name}`);
    list();
  });
}
let typing;
byId("search").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(list, 250);
});
byId("more").addEventListener("click", () => list(true));

// The page opens on the map of what there is, the newest events first; what is being parsed comes to it.
async function begin() {
  await list();
  const { matched } = await ask("/articles?state=parsed&limit=1").catch(() => ({ matched: 0 }));
  if (showing === null && matched) show("", "All articles");
  const { jobs } = await ask("/jobs?limit=20").catch(() => ({ jobs: [] }));
  for (const job of jobs.reverse()) if (job.state !== "done") follow(job, showing === null);
  document.documentElement.dataset.ready = "";
}
begin();
