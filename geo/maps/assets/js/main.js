// Wires the parts together: one state, one way from a change to what is seen.

async function changed() {
  await filterEvents();
  eventMap.load(shown);
  timeline.draw();
  facets.draw();
  legend.draw();
  shade.draw();
  await Promise.all([list.draw(), eventMap.draw()]);
  if (state.selected !== null && !isShown[state.selected]) unselect();
  writeHash();
}

// Choose an event, from wherever: list, map and text show it alike.
async function select(i, { focus = null, keepTab = false } = {}) {
  await store.load([i]);
  state.selected = i;
  list.markSelected();
  list.show(i);
  const event = store.event(i);
  if (event.article !== null && event.article !== undefined && (state.tab === "reading" || reading.shown === null)) {
    if (reading.shown !== event.article) await reading.draw(event.article);
  }
  reading.markSelected(state.tab === "reading");
  if (spots.of[i] >= 0 && isShown[i]) {
    collapseSheet();
    const marker = await eventMap.reveal(i);
    eventMap.markSelected();
    if (marker) popup(marker.getLatLng(), card(i), { offset: [0, -8] });
  } else {
    eventMap.map.closePopup();
    eventMap.markSelected();
    popup(eventMap.map.getCenter(), card(i), { className: "event-popup unlocated" });
  }
  state.selected = i;
  list.markSelected();
  eventMap.markSelected();
  if (focus === "popup") document.querySelector(".event-popup h3")?.focus({ preventScroll: true });
  writeHash();
}

function unselect() {
  state.selected = null;
  list.markSelected();
  eventMap.markSelected();
  reading.markSelected();
  writeHash();
}

function showTab(name) {
  state.tab = name;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const on = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
  for (const panel of document.querySelectorAll("[role=tabpanel]")) panel.hidden = panel.id !== `panel-${name}`;
  if (name === "reading" && reading.shown === null) {
    const chosen = state.selected === null ? 0 : store.event(state.selected)?.article ?? 0;
    reading.draw(chosen).then(() => reading.markSelected(true));
  } else if (name === "reading") reading.markSelected(true);
  if (isPhone()) expandSheet();
  document.documentElement.dataset.tab = name;
  eventMap.map.invalidateSize({ animate: false, pan: false });  // in a frame the story takes half of it
  writeHash();
  return name === "story" ? story.show(story.at ?? 0) : null;
}

// The panel lies beside the map, or, on an upright phone, below it as a sheet that is low, half or full.
const phone = matchMedia("(max-width: 720px) and (orientation: portrait)");
const isPhone = () => phone.matches;
const SHEET = ["low", "half", "full"];
const sheet = () => document.getElementById("panel");
const collapseSheet = () => { if (isPhone()) setSheet("low"); };
const expandSheet = () => { if (isPhone() && sheet().dataset.sheet === "low") setSheet("half"); };
const stepSheet = (by) => setSheet(SHEET[Math.max(0, Math.min(SHEET.length - 1, SHEET.indexOf(sheet().dataset.sheet) + by))]);
function setSheet(height) {
  sheet().dataset.sheet = height;
  document.documentElement.dataset.sheet = height;
  document.getElementById("grip").setAttribute("aria-expanded", String(height !== "low"));
  eventMap.map.invalidateSize({ animate: false, pan: false });
}

// The head of the sheet is pulled up and down.
function pull(head) {
  let from = null;
  head.addEventListener("touchstart", (event) => { from = event.touches[0].clientY; }, { passive: true });
  head.addEventListener("touchend", (event) => {
    const by = from === null ? 0 : event.changedTouches[0].clientY - from;
    from = null;
    if (isPhone() && Math.abs(by) > 30) stepSheet(by < 0 ? 1 : -1);
  });
  return head;
}

function byline() {
  const { source, published: [first, last] } = page.byline;
  const days = first === last ? first && formatDay(first) : `${formatDay(first)} – ${formatDay(last)}`;
  return [source, days].filter(Boolean).join(" · ");
}

function header() {
  const tabs = [["events", say("tab.events")], ...(reading.available ? [["reading", say("tab.reading")]] : []), ...(story.available ? [["story", say("tab.story")]] : [])];
  const grip = el("button", { type: "button", id: "grip", "aria-label": say("sheet"), "aria-expanded": "false", "aria-controls": "panel", onclick: () => (sheet().dataset.sheet === "full" ? setSheet("low") : stepSheet(1)) });
  const bar = el("div", { role: "tablist", "aria-label": say("tabs") }, ...tabs.map(([name, label]) =>
    el("button", { type: "button", role: "tab", id: `tab-${name}`, "data-tab": name, "aria-controls": `panel-${name}`, onclick: () => showTab(name) }, label)));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || tabs.length < 2) return;
    const buttons = [...bar.children];
    const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
    next.focus();
    next.click();
  });
  return pull(el("header", { class: page.titled ? "head" : "head untitled" }, grip,
    el("h1", { dir: "auto" }, page.title),
    el("p", { class: "fine", dir: "auto" }, byline()),
    tabs.length > 1 ? bar : null));
}

function tools() {
  const full = el("button", { type: "button", class: "icon", title: say("full"), "aria-label": say("full"), onclick: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()) }, icon("full"));
  const fit = el("button", { type: "button", class: "icon", title: say("fit"), "aria-label": say("fit"), onclick: () => eventMap.fit(!reducedMotion()) }, icon("fit"));
  return el("div", { class: "tools" }, fit, shade.menu(), tileChoice(), document.fullscreenEnabled ? full : null, shareMenu());
}

async function start(map) {
  await Promise.all([store.open(), eventMap.openBasemap()]);
  spots.find();
  const asked = readHash();
  bare(asked);
  map.invalidateSize({ animate: false });
  await filterEvents();
  const tabbed = reading.available || story.available;
  if (page.story.open && story.available && !location.hash) state.tab = "story";
  document.body.prepend(
    el("main", { id: "panel", "aria-label": say("panel") },
      header(),
      el("section", { id: "panel-events", role: tabbed ? "tabpanel" : null, "aria-labelledby": tabbed ? "tab-events" : null }, store.n ? createFilters() : null, list.create(), timeline.create()),
      reading.available ? el("section", { id: "panel-reading", role: "tabpanel", "aria-labelledby": "tab-reading" }, reading.create()) : null,
      story.available ? el("section", { id: "panel-story", role: "tabpanel", "aria-labelledby": "tab-story", hidden: true }, story.create()) : null,
    ),
    hatches(),
  );
  document.body.append(tools(), legend.create(), embed.create(), el("p", { id: "notice", role: "status", "aria-live": "polite" }));
  setSheet("half");
  legend.measure();
  reachAll();
  await showState(asked.view);
  eventMap.basemap.addTo(map);
  map.on("resize", () => eventMap.reframe(reachAll));
  phone.addEventListener("change", () => eventMap.reframe(() => setSheet("half")));
  map.on("moveend", () => { eventMap.draw(); list.follow(); writeHash(); });
  map.on("popupclose", (event) => { if (event.popup.options.className.includes("event-popup")) setTimeout(() => { if (!document.querySelector(".event-popup")) unselect(); }, 0); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") state.tab === "story" && !document.querySelector(".event-popup") ? showTab("events") : closeCard();
    if (event.key === "/" && store.n && !/^(input|textarea)$/i.test(document.activeElement.tagName)) {
      event.preventDefault();
      document.getElementById("search").focus();
    }
  });
  const redraw = () => { eventMap.basemap.redraw(); eventMap.draw(); };
  dark.addEventListener("change", redraw);
  let onScreen = null;
  window.addEventListener("beforeprint", () => {
    // On paper the map has another shape (see .printing), and shows what the screen did.
    const fitted = eventMap.isFitted(), bounds = map.getBounds();
    onScreen = [map.getCenter(), map.getZoom()];
    document.documentElement.classList.add("printing");
    map.invalidateSize({ animate: false });
    if (fitted) eventMap.fit();
    else map.fitBounds(bounds, { animate: false });
    redraw();
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    map.invalidateSize({ animate: false });
    if (onScreen) map.setView(...onScreen, { animate: false });
    redraw();
  });
  await selectById(asked.event);
  window.addEventListener("hashchange", follow);
  embed.sync();
  performance.mark("dateline-ready");
  document.documentElement.dataset.ready = "true";
}

// What is left out: all but the map for a picture, the list for a map in another page.
function bare({ picture, embed: embedded }) {
  document.documentElement.classList.toggle("picture", picture);
  document.documentElement.classList.toggle("embed", embedded);
}

// Show what the state says, in the view that was asked for, or else in one of all that is shown.
async function showState(view) {
  await filterEvents();
  eventMap.load(shown);
  if (view) eventMap.map.setView([view[1], view[2]], view[0], { animate: false });
  else eventMap.fit();
  timeline.draw();
  facets.draw();
  legend.draw();
  shade.draw();
  await Promise.all([list.draw(), eventMap.draw()]);
  if (reading.available || story.available) await showTab(state.tab);
  if (state.tab === "story") await eventMap.draw();
}

// The address was changed by hand, or by a link to another view of this page: the page follows it.
async function follow() {
  const asked = readHash();
  timeline.stop();
  eventMap.map.closePopup();
  bare(asked);
  eventMap.map.invalidateSize({ animate: false });
  syncFilters();
  unselect();
  await showState(asked.view);
  await selectById(asked.event);
}

// Close the popup and give the focus back to the row or pin it came from.
function closeCard() {
  const i = state.selected;
  eventMap.map.closePopup();
  if (i === null) return;
  (document.querySelector(`button.row[data-row="${i}"]`) ?? eventMap.drawn.get(i)?.getElement())?.focus();
}

async function selectById(id) {
  if (id === null) return;
  for (let i = 0; i < store.n; i++) {
    await store.load([i]);
    if (String(store.event(i).id) !== id) continue;
    if (isDoubtful(i) && !state.doubtful) {
      state.doubtful = true;
      await changed();
    }
    return select(i);
  }
}

// The one entry: make the Leaflet map at once (folium's children are added to it), then fill it.
return {
  open(id) {
    const container = document.getElementById(id);
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", say("map"));
    const map = eventMap.create(container);
    start(map).catch((error) => {
      document.body.append(el("p", { class: "failed", role: "alert" }, say("failed", { why: error.message })));
      throw error;
    });
    return map;
  },
};
