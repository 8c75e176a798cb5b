// The events as columns (typed arrays), so that a filter is one pass however many there are. What is
// only read (headlines, quotes) comes as plain JSON, or, for many events, as gzipped chunks that are
// unpacked when first shown.

const NO_DAY = -2147483648;
const UNLOCATED = 0, POINT = 1, AREA = 2;

const block = (id) => {
  const node = document.getElementById(id);
  return node ? JSON.parse(node.textContent) : null;
};

async function gunzip(base64) {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

const unpackJson = async (base64) => JSON.parse(new TextDecoder().decode(await gunzip(base64)));

const store = {
  n: page.count,
  columns: null,
  chunkSize: page.chunk,
  chunks: [],      // the fields of the events, a list each, by chunk
  events: [],      // what is known of each event, as far as somebody asked
  texts: [],       // lower-case text of each event for the search, by chunk
  packed: null,    // base64 of each chunk, when packed
  names: { country: [], country_code: [], division: [], source: [], actor: [] },  // what the columns of that name count in

  async open() {
    const columns = block("dateline-columns");
    if (columns) {
      const types = {
        lat: Int32Array, lon: Int32Array, from: Int32Array, to: Int32Array, toll: Uint32Array, article: Uint32Array,
        country: Uint16Array, division: Uint16Array, source: Uint16Array, actor_at: Uint32Array, actor_of: Uint16Array,
      };
      this.columns = {};
      await Promise.all(
        Object.entries(columns).map(async ([name, packed]) => {
          this.columns[name] = new (types[name] ?? Uint8Array)(await gunzip(packed));
        }),
      );
      for (const name of ["lat", "lon"]) this.columns[name] = Float64Array.from(this.columns[name], (v) => v / 1e6);
      this.names = block("dateline-names");
      this.packed = block("dateline-chunks");
    } else {
      const events = block("dateline-events") ?? [];
      this.chunkSize = Math.max(1, events.length);
      this.events = events;
      this.columns = columnsOf(events, this.names);
    }
    facets.open();
  },

  // Make the events of these indices readable through event(i).
  async load(indices) {
    if (!this.packed) return;
    const wanted = new Set([...indices].map((i) => Math.floor(i / this.chunkSize)).filter((c) => !this.chunks[c]));
    await Promise.all(
      [...wanted].map(async (c) => {
        this.chunks[c] = Object.entries(await unpackJson(this.packed[c]));
      }),
    );
  },

  // An event of a chunk (a list a field) with what the columns know of it.
  known(i, fields, k) {
    const { columns } = this;
    const event = {
      class: CLASS_NAMES[columns.class[i]], layer: LAYERS[columns.layer[i]], unsure: Boolean(columns.unsure[i]),
      kind: [null, "point", "area"][columns.kind[i]], at: columns.kind[i] ? [columns.lat[i], columns.lon[i]] : null,
      article: page.articles ? columns.article[i] : null, score: columns.score[i] / 100,
    };
    for (const [name, values] of fields) event[name] = values[k];
    if (event.place) event.place.code = this.names.country_code[columns.country[i] - 1];
    return event;
  },

  // What is known of a loaded event; of a hundred thousand, few are ever looked at.
  event(i) {
    const fields = this.chunks[Math.floor(i / this.chunkSize)];
    if (fields) this.events[i] ??= this.known(i, fields, i % this.chunkSize);
    return this.events[i];
  },

  // Unpack everything that the search reads (once, and only when somebody searches).
  async loadTexts() {
    for (let first = 0, c = 0; first < this.n; first += this.chunkSize, c++) {
      if (this.texts[c]) continue;
      await this.load([first]);
      this.texts[c] = Array.from({ length: Math.min(this.chunkSize, this.n - first) }, (_, k) => searchText(this.event(first + k)));
    }
  },

  text(i) {
    return this.texts[Math.floor(i / this.chunkSize)][i % this.chunkSize];
  },
};

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function searchText(event) {
  const { place } = event;
  return fold(
    [
      event.headline, event.line, event.type, event.sub, place?.name, place?.admin1, place?.country, place?.official, place?.gazetteer, place?.region, place && page.countries[place.code],
      ...event.quotes.map((quote) => quote.text), ...event.actors.map((actor) => actor.name),
      ...event.claims.map((claim) => claim.text),
    ].filter(Boolean).join("\n"),
  );
}

function columnsOf(events, names) {
  // The number of a name in its list, from 1; 0 is none.
  const known = { country: new Map(), division: new Map(), source: new Map(), actor: new Map() };
  const number = (kind, name) => {
    if (!name) return 0;
    if (!known[kind].has(name)) known[kind].set(name, names[kind].push(name));
    return known[kind].get(name);
  };
  const actors = events.map((event) => [...new Set(event.actors.map(({ name }) => number("actor", name)))].filter(Boolean));
  const n = events.length;
  const columns = {
    lat: new Float64Array(n), lon: new Float64Array(n), class: new Uint8Array(n), layer: new Uint8Array(n),
    kind: new Uint8Array(n), unsure: new Uint8Array(n), from: new Int32Array(n), to: new Int32Array(n),
    toll: new Uint32Array(n), score: new Uint8Array(n), country: new Uint16Array(n), division: new Uint16Array(n), source: new Uint16Array(n),
    actor_at: new Uint32Array(n + 1), actor_of: Uint16Array.from(actors.flat(), (k) => k - 1),
  };
  events.forEach((event, i) => {
    columns.class[i] = CLASS_NAMES.indexOf(event.class);
    columns.layer[i] = LAYERS.indexOf(event.layer);
    columns.kind[i] = event.at ? (event.kind === "area" ? AREA : POINT) : UNLOCATED;
    if (event.at) [columns.lat[i], columns.lon[i]] = event.at;
    columns.unsure[i] = event.unsure ? 1 : 0;
    columns.from[i] = event.from ? dayNumber(event.from) : NO_DAY;
    columns.to[i] = event.to ? dayNumber(event.to) : NO_DAY;
    columns.toll[i] = toll(event);
    columns.score[i] = Math.round(100 * event.score);
    columns.country[i] = number("country", event.place?.country);
    if (columns.country[i]) names.country_code[columns.country[i] - 1] = event.place.code;
    columns.division[i] = number("division", event.place?.division);
    columns.source[i] = number("source", articleOf(event)?.source);
    columns.actor_at[i + 1] = columns.actor_at[i] + actors[i].length;
  });
  return columns;
}

// What is shown: everything that can be said in a link.
const state = {
  query: "",
  classesOff: new Set(),
  layersOff: new Set(),
  only: { country: new Set(), actor: new Set(), source: new Set(), toll: new Set(), sure: new Set() },
  inView: false,   // the list shows only what the map shows
  newestFirst: false,
  shade: "",       // "country" or "division": what is shaded by the number of its events
  split: null,     // day number: what was before it is compared with what was since
  doubtful: false, // what is likelier wrong than right is shown, too
  from: null,      // day numbers; null is open
  to: null,
  selected: null,  // index of an event
  tab: "events",
};

let shown = [];    // indices of the events that pass the filter, in time order
let isShown = new Uint8Array(0);  // the same, event by event

// What the reader of the articles takes for likelier wrong than right, by its own probability.
const DOUBTFUL_BELOW = Math.round(100 * page.doubtful_below);
const isDoubtful = (i) => store.columns.score[i] < DOUBTFUL_BELOW;
const isHollow = (i) => Boolean(store.columns.unsure[i]) || store.columns.kind[i] === AREA || isDoubtful(i);
let doubtfulCount = 0;  // of those that pass the filters, shown or folded away

async function filterEvents() {
  const { n, columns } = store;
  const query = fold(state.query.trim());
  if (query) await store.loadTexts();
  const from = state.from ?? -Infinity, to = state.to ?? Infinity;
  const result = [];
  facets.begin();
  doubtfulCount = 0;
  for (let i = 0; i < n; i++) {
    // What has no day is never out of time: it stays, in a group of its own.
    if (columns.from[i] !== NO_DAY && (columns.to[i] < from || columns.from[i] > to)) continue;
    if (query && !store.text(i).includes(query)) continue;
    const doubtful = isDoubtful(i), folded = doubtful && !state.doubtful;
    if (!facets.pass(i, !folded)) continue;
    doubtfulCount += doubtful;
    if (!folded) result.push(i);
  }
  shown = result;
  isShown = new Uint8Array(n);
  for (const i of shown) isShown[i] = 1;
}

const isFiltered = () =>
  Boolean(state.query.trim()) || state.classesOff.size > 0 || state.layersOff.size > 0 ||
  state.from !== null || state.to !== null || Object.values(state.only).some((chosen) => chosen.size > 0);

// The first and last day of the news; of its background where there is nothing else; null where no
// event is dated.
function dayExtent() {
  const { from, to, layer } = store.columns;
  const background = LAYERS.indexOf("background");
  for (const skip of [background, -1]) {
    let first = Infinity, last = -Infinity;
    for (let i = 0; i < store.n; i++) {
      if (from[i] === NO_DAY || layer[i] === skip) continue;
      if (from[i] < first) first = from[i];
      if (to[i] > last) last = to[i];
    }
    if (first !== Infinity) return [first, last];
  }
  return null;
}
