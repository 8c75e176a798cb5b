// Everything the page says: labels come from one table (labels.json), dates, places and numbers
// become words here. Article text never passes through markup, only through textContent.

const page = JSON.parse(document.getElementById("dateline-page").textContent);
const LABELS = page.labels;

function say(key, values = {}) {
  return (LABELS[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const plurals = new Intl.PluralRules(page.language);
function sayCount(key, n) {
  const form = `${key}.${plurals.select(n)}`;
  return say(form in LABELS ? form : `${key}.other`, { n: formatNumber(n) });
}

// A country by its code in the language of the page; what has no name there keeps that of the gazetteer.
const countryName = (code, name) => page.countries[code] ?? name;

const numberFormat = new Intl.NumberFormat(page.language);
const percentFormat = new Intl.NumberFormat(page.language, { style: "percent" });
const formatPercent = (share) => percentFormat.format(share);
const formatNumber = (n) => numberFormat.format(n);

const lengthFormats = ["kilometer", "meter"].map((unit) => new Intl.NumberFormat(page.language, { style: "unit", unit }));
function formatDistance(metres) {
  const [kilometres, single] = lengthFormats;
  const words = metres >= 1000 ? kilometres.format(Math.round(metres / 1000)) : single.format(metres);
  return words.replace(" ", "\u00a0");  // no line ends between a number and its unit
}

const DAY = 86400000;
const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

// Day before month, so that "4 April 2025" reads alike everywhere.
const dateLocale = page.language === "en" ? "en-GB" : page.language;
const dateStyles = {
  day: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
  year: { year: "numeric" },
};
const dateFormats = Object.fromEntries(
  Object.entries(dateStyles).map(([name, style]) => [
    name,
    new Intl.DateTimeFormat(dateLocale, { ...style, timeZone: "UTC" }),
  ]),
);
const formatDay = (iso, style = "day") => dateFormats[style].format(new Date(`${iso}T00:00:00Z`));

// The line of an event as the map writes it; the layers keep it as it was made.
const headlineOf = (event) => event.line ?? event.headline;

// A date in words, never more exact than it is known.
function dateWords(event) {
  if (!event.from) return say("date.unknown");
  const { from, to, precision } = event;
  if (precision === "month" && from.slice(0, 7) === to.slice(0, 7)) return formatDay(from, "month");
  if (precision === "year" && from.slice(0, 4) === to.slice(0, 4)) return formatDay(from, "year");
  if (from === to) return formatDay(from);
  return dateFormats.day.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

const datePrecision = (event) => (event.from ? say(`date.precision.${event.precision}`) : "");

// Where it happened, in words that claim no more than is known.
function placeWords(event) {
  if (!event.place) return say("place.none");
  const { name, official, inside } = event.place;
  if (inside) return say(event.kind === "area" ? "place.in.about" : "place.in", { place: name, area: official });
  const place = event.relation ? `${event.relation} ${name}` : name;
  return event.kind === "area" ? say("place.somewhere", { place }) : place;
}

// In what it lies, each name running its own way, so that the commas stay where they belong.
function placeContext(event) {
  if (!event.place) return [];
  const { name, official, gazetteer, admin1, region = admin1, country, code, inside } = event.place;
  const within = [region, countryName(code, country)].filter((part) => part && part !== official)
    .flatMap((part, k) => [k ? ", " : "", el("bdi", {}, part)]);
  const local = inside ? null : [gazetteer, official].find((other) => other && other !== name);
  return local ? [...within, " (", el("bdi", {}, say("place.also", { name: local })), ")"] : within;
}

function placePrecision(event) {
  if (!event.place) return "";
  if (event.kind === "area") return say("place.area");
  const metres = event.uncertainty;
  const key = event.precision_code > 1 || event.relation ? "place.near" : "place.exact";
  const distance = formatDistance(metres ?? 0);
  const within = metres ? say("place.within", { distance }) : "";
  if (key === "place.exact" && metres && metres < 1000) return within;
  return [say(key), within].filter(Boolean).join(", ");
}

const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Make an element; children are strings (as text) or nodes.
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
