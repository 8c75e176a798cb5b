// What leaves the page: the link to this view, the events shown as GeoJSON or CSV, a picture, a print.

function readHash() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const list = (name, known) => new Set((hash.get(name) ?? "").split(",").filter((value) => known.includes(value)));
  const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(hash.get(name) ?? "") ? dayNumber(hash.get(name)) : null);
  state.query = hash.get("q") ?? "";
  state.classesOff = list("without", CLASS_NAMES);
  state.layersOff = list("hide", LAYERS);
  for (const [name, chosen] of Object.entries(state.only)) {
    chosen.clear();
    for (const value of hash.getAll(name).slice(0, 100)) if (facets.get(name).values.includes(value)) chosen.add(value);
  }
  state.inView = hash.get("list") === "view";
  state.shade = SHADES.includes(hash.get("shade")) ? hash.get("shade") : "";
  if (Number.isFinite(day("split"))) state.shade ||= "country";  // what is compared is shaded
  state.split = state.shade && Number.isFinite(day("split")) ? day("split") : null;
  state.doubtful = hash.get("unsure") === "show" || store.columns.score.every((_, i) => isDoubtful(i));
  state.newestFirst = hash.get("order") === "newest";
  state.from = Number.isNaN(day("from")) ? null : day("from");
  state.to = Number.isNaN(day("to")) ? null : day("to");
  state.tab = hash.get("tab") === "reading" && reading.available ? "reading" : "events";
  const step = hash.get("story");
  if (step !== null && story.available) {
    state.tab = "story";
    story.at = Math.max(0, Math.min(story.steps.length, Number.parseInt(step, 10) || 1) - 1);
  }
  const view = (hash.get("map") ?? "").split("/").map(Number);
  const valid = view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 90;
  return { view: valid ? view : null, event: hash.get("event"), picture: hash.has("picture"), embed: hash.has("embed") };
}

function viewHash() {
  const hash = new URLSearchParams();
  if (document.documentElement.classList.contains("embed")) hash.set("embed", "");
  const { lat, lng } = eventMap.map.getCenter();
  hash.set("map", `${Number(eventMap.map.getZoom().toFixed(2))}/${lat.toFixed(3)}/${lng.toFixed(3)}`);
  if (state.query.trim()) hash.set("q", state.query.trim());
  if (state.classesOff.size) hash.set("without", [...state.classesOff].join(","));
  if (state.layersOff.size) hash.set("hide", [...state.layersOff].join(","));
  for (const [name, chosen] of Object.entries(state.only)) for (const value of chosen) hash.append(name, value);
  if (state.inView) hash.set("list", "view");
  if (state.shade) hash.set("shade", state.shade);
  if (state.split !== null) hash.set("split", isoDay(state.split));
  if (state.doubtful && doubtfulCount) hash.set("unsure", "show");
  if (state.newestFirst) hash.set("order", "newest");
  if (state.from !== null) hash.set("from", isoDay(state.from));
  if (state.to !== null) hash.set("to", isoDay(state.to));
  if (state.tab === "reading") hash.set("tab", state.tab);
  if (state.tab === "story") hash.set("story", (story.at ?? 0) + 1);
  if (state.selected !== null && state.tab !== "story") hash.set("event", store.event(state.selected)?.id ?? state.selected);
  return `#${hash.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replace("embed=", "embed")}`;
}

function writeHash() {
  if (location.protocol === "about:") return;  // inside a notebook's frame there is no address
  history.replaceState(null, "", viewHash());
  embed.sync();
}

async function eventsShown() {
  await store.load(shown);
  return shown.map((i) => store.event(i));
}

// The columns that the page knows, as the files of the layers call, order and write them (geo/layers/fields.py),
// so that a copy is read like a file.
const oneLine = (text) => text.trim().replace(/\s+/g, " ");
const orNull = (text) => text || null;

function flat(event) {
  const article = articleOf(event);
  const toll = (what) => {
    const count = event[what];
    return {
      [`${what}_low`]: count?.low ?? null, [`${what}_high`]: count?.high ?? null,
      [`${what}_qualifier`]: orNull(count?.qualifier), [`${what}_speaker`]: orNull(count?.speaker),
    };
  };
  const who = (role) => orNull([...new Set(event.actors.filter((actor) => actor.role === role).map((actor) => oneLine(actor.name)))].join("; "));
  const count = ({ what, words, speaker }) => `${oneLine(what)}: ${oneLine(words) || "an unknown number"}${speaker ? ` (${oneLine(speaker)})` : ""}`;
  const claim = ({ speaker, stance, text }) => `${speaker ? oneLine(speaker) : "somebody"} ${stance}: “${oneLine(text)}”`;
  return {
    event_id: event.id, headline: event.headline, layer: event.layer, event_class: event.class,
    event_type: event.type, sub_event_type: event.sub,
    quote: orNull(event.quotes.map((quote) => oneLine(quote.text)).join(" […] ")),
    event_date: event.from, event_date_end: event.to, time_precision: event.time_precision,
    ...toll("killed"), ...toll("injured"), counts: orNull(event.counts.map(count).join("\n")),
    actors: who("actor"), targets: who("target"), speakers: who("speaker"),
    claims: orNull(event.claims.map(claim).join("\n")),
    relation: event.relation, geometry_kind: event.kind, geo_precision: event.precision_code,
    coordinate_uncertainty_m: event.uncertainty,
    latitude: event.at ? event.at[0] : null, longitude: event.at ? event.at[1] : null,
    place_name: orNull(event.place?.gazetteer ?? event.place?.official), country_name: orNull(event.place?.country), admin1_name: orNull(event.place?.admin1),
    article_id: orNull(article?.id), title: article?.title ?? null, url: article?.url ?? null, source: article?.source ?? null,
    published: article?.published ?? null,
  };
}

async function asGeoJSON() {
  const features = (await eventsShown()).map((event) => ({
    type: "Feature", id: event.id,
    geometry: event.at ? { type: "Point", coordinates: [event.at[1], event.at[0]] } : null,
    properties: flat(event),
  }));
  return JSON.stringify({ type: "FeatureCollection", features }, null, 1);
}

// A cell that a spreadsheet would take for a formula begins with an apostrophe instead.
function csvCell(value) {
  if (value === null || value === undefined) return "";
  let text = String(value);
  if (typeof value === "string" && /^\s*[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function asCSV() {
  const rows = (await eventsShown()).map(flat);
  const columns = rows.length ? Object.keys(rows[0]) : [];
  return [columns, ...rows.map((one) => Object.values(one))].map((cells) => cells.map(csvCell).join(",")).join("\r\n");
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without clipboard permission (some browsers on file://) the old way still works.
    const area = el("textarea", { class: "copy-area", "aria-hidden": "true", tabindex: "-1" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) return notice(say("copy.failed"));
  }
  return notice(say("copy.done", { what }));
}

let noticeTimer;
function notice(text) {
  const node = document.getElementById("notice");
  node.textContent = text;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { node.textContent = ""; }, 4000);
}

function shareMenu() {
  const item = (key, action) => el("button", { type: "button", class: "item", "data-action": key, onclick: () => { menu.open = false; action(); } }, say(`share.${key}`));
  const menu = el("details", { class: "menu share-menu" },
    el("summary", { "aria-label": say("share"), title: say("share") }, icon("share")),
    el("div", { class: "menu-items" },
      item("link", () => copy(location.href.split("#")[0] + viewHash(), say("share.link.what"))),
      item("geojson", async () => copy(await asGeoJSON(), "GeoJSON")),
      item("csv", async () => copy(await asCSV(), "CSV")),
      item("png", savePicture),
      item("print", () => window.print()),
    ));
  closeOutside(menu);
  return menu;
}

function closeOutside(menu) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The view as a picture: the basemap and symbols drawn once more, on one canvas, twice the size.
async function drawPicture() {
  const { map } = eventMap;
  const size = map.getSize(), ratio = 2, foot = 30;
  const canvas = el("canvas", {});
  const context = canvas.getContext("2d");
  const entries = legendLines(context, size.x);
  const under = entries.height;
  canvas.width = size.x * ratio;
  canvas.height = (size.y + under + foot) * ratio;
  context.scale(ratio, ratio);
  const origin = map.getPixelBounds().min;
  drawBasemap(context, {
    scale: 256 * 2 ** map.getZoom(), originX: origin.x, originY: origin.y, width: size.x, height: size.y, zoom: map.getZoom(),
  }, eventMap.basemap.basemap, eventMap.hidden);
  drawVectors(context);
  const frame = map.getContainer().getBoundingClientRect();
  for (const node of map.getPane("markerPane").querySelectorAll("svg.symbol")) {
    const box = node.getBoundingClientRect();
    await drawSymbol(context, node, box.left - frame.left, box.top - frame.top, box.width, box.height);
  }
  for (const node of map.getPane("markerPane").querySelectorAll(".area-name span")) {
    const box = node.getBoundingClientRect();
    context.font = `italic 12px ${FONT}`;
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = style("--label-halo");
    context.fillStyle = style("--ink");
    context.strokeText(node.textContent, box.left - frame.left, box.top - frame.top + box.height / 2);
    context.fillText(node.textContent, box.left - frame.left, box.top - frame.top + box.height / 2);
  }
  context.fillStyle = style("--panel");
  context.fillRect(0, size.y, size.x, under + foot);
  await drawLegend(context, entries, size.y);
  context.fillStyle = style("--ink");
  context.font = `600 12px ${FONT}`;
  context.textBaseline = "middle";
  if (page.titled) context.fillText(page.title, 12, size.y + under + foot / 2, size.x * 0.6);
  context.font = `11px ${FONT}`;
  context.textAlign = "right";
  context.fillStyle = style("--muted");
  context.fillText(`${statusWords()} · ${say("attribution")}`, size.x - 12, size.y + under + foot / 2, size.x * 0.38);
  return canvas;
}

// The legend below the map, whether the page shows it open or folded: its entries, in lines.
function legendLines(context, width) {
  const line = 24, pad = 12, gap = 6, between = 18;
  context.font = `12px ${FONT}`;
  let x = pad, y = 6;
  const entries = [...document.querySelectorAll(".legend li")].map((item) => {
    const symbols = [...item.querySelectorAll("svg")].map((node) => [node, +node.getAttribute("width"), +node.getAttribute("height")]);
    const text = item.querySelector(".name").textContent;
    if (item.closest("[hidden]")) return null;
    const wide = symbols.reduce((sum, [, w]) => sum + w, 0);
    const whole = wide + gap + context.measureText(text).width;
    if (x > pad && x + whole > width - pad) [x, y] = [pad, y + line];
    const entry = { symbols, text, wide: wide + gap, x, middle: y + line / 2 };
    x += whole + between;
    return entry;
  }).filter(Boolean);
  return { entries, height: entries.length ? y + line + 4 : 0 };
}

async function drawLegend(context, { entries }, top) {
  for (const { symbols, text, wide, x, middle } of entries) {
    let at = x;
    for (const [node, w, h] of symbols) {
      if (node.classList.contains("swatch")) drawSwatch(context, node, at, top + middle - h / 2, w, h);
      else await drawSymbol(context, node, at, top + middle - h / 2, w, h);
      at += w;
    }
    context.font = `12px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillStyle = style("--ink");
    context.fillText(text, x + wide, top + middle);
  }
}

function drawSwatch(context, node, x, y, width, height) {
  const look = getComputedStyle(node.firstChild), colour = look.stroke;
  if (node.classList.contains("shade-swatch")) {
    context.fillStyle = look.fill;
    context.fillRect(x, y, width, height);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
}

// Outlines (areas, uncertainty, legs) are SVG already: draw their paths with their computed look.
function drawVectors(context) {
  const { map } = eventMap;
  const shift = map.containerPointToLayerPoint([0, 0]);
  for (const node of map.getPane("overlayPane").querySelectorAll("path")) {
    const look = getComputedStyle(node);
    const path = new Path2D(node.getAttribute("d") ?? "");
    context.save();
    context.translate(-shift.x, -shift.y);
    context.globalAlpha = Number(look.opacity);
    if (node.classList.contains("chosen") && !node.classList.contains("wide")) {
      context.fillStyle = context.createPattern(hatchTile(look.stroke), "repeat");
      context.fill(path, "evenodd");
    } else if (look.fill !== "none") {
      context.globalAlpha *= Number(look.fillOpacity);
      context.fillStyle = look.fill;
      context.fill(path);
    }
    context.globalAlpha = Number(look.opacity) * Number(look.strokeOpacity);
    context.strokeStyle = look.stroke;
    context.lineWidth = parseFloat(look.strokeWidth);
    context.setLineDash(look.strokeDasharray === "none" ? [] : look.strokeDasharray.split(/[ ,]+/).map(parseFloat));
    if (look.stroke !== "none") context.stroke(path);
    context.restore();
  }
}

function hatchTile(colour) {
  const tile = el("canvas", { width: 10, height: 10 });
  const context = tile.getContext("2d");
  context.strokeStyle = colour;
  context.globalAlpha = 0.45;
  context.lineWidth = 1.2;
  context.beginPath();
  for (const x of [-10, 0, 10]) { context.moveTo(x, 10); context.lineTo(x + 10, 0); }
  context.stroke();
  return tile;
}

async function drawSymbol(context, node, x, y, width, height) {
  const [vx, vy, vw, vh] = node.getAttribute("viewBox").split(" ").map(Number);
  context.save();
  context.translate(x, y);
  context.scale(width / vw, height / vh);
  context.translate(-vx, -vy);
  for (const part of node.children) {
    const look = getComputedStyle(part);
    context.globalAlpha = Number(look.opacity) * Number(getComputedStyle(node).opacity);
    if (part.tagName === "text") {
      context.font = `${look.fontWeight} ${look.fontSize} ${FONT}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = look.fill;
      context.fillText(part.textContent, 0, 0.5);
      continue;
    }
    const factor = parseFloat((part.getAttribute("transform") ?? "scale(1)").slice(6));
    const path = new Path2D();
    if (part.tagName === "circle") path.arc(0, 0, Number(part.getAttribute("r")), 0, 2 * Math.PI);
    else path.addPath(new Path2D(part.getAttribute("d")), new DOMMatrix([factor, 0, 0, factor, 0, 0]));
    if (look.fill !== "none") {
      context.fillStyle = look.fill;
      context.fill(path);
    }
    if (look.stroke !== "none") {
      context.strokeStyle = look.stroke;
      context.lineWidth = parseFloat(look.strokeWidth);
      context.lineJoin = "round";
      context.stroke(path);
    }
  }
  context.restore();
}

async function savePicture() {
  const canvas = await drawPicture();
  canvas.toBlob((blob) => {
    const link = el("a", { href: URL.createObjectURL(blob), download: "dateline-map.png" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    notice(say("png.done"));
  }, "image/png");
}
