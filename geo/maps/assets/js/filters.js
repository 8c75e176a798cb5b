// Search, classes, layers and time: what is left out is left out of list, map and copies alike.

const PLAY_STEPS = 40, PLAY_PAUSE = 350;

function createFilters() {
  const search = el("input", {
    type: "search", id: "search", placeholder: say("search.hint"), "aria-label": say("search"), autocomplete: "off", spellcheck: "false",
  });
  search.value = state.query;
  let wait;
  search.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      state.query = search.value;
      await changed();
      followSearch();
    }, 120);
  });
  const clear = el("button", { type: "button", class: "plain", id: "clear" }, say("filter.clear"));
  clear.addEventListener("click", clearFilters);
  const details = el("details", { class: "filters" },
    el("summary", {}, el("span", {}, say("filter"))),
    el("div", { class: "facets" }, ...facets.create(), clear),
  );
  return el("form", { class: "filter-form", role: "search", onsubmit: (event) => event.preventDefault() }, search, details);
}

// The map moves to what is found where none of it is in sight.
function followSearch() {
  if (state.query.trim() && outOfSight() && !inSightCount()) eventMap.fit(!reducedMotion());
}

function clearFilters() {
  state.query = "";
  state.classesOff.clear();
  state.layersOff.clear();
  for (const chosen of Object.values(state.only)) chosen.clear();
  state.from = state.to = null;
  syncFilters();
  changed();
}

// Show in the controls what the state says.
function syncFilters() {
  document.getElementById("search").value = state.query;
  facets.draw();
  list.syncSwitch();
  timeline.sync();
}

// The histogram of the days, stacked by class, with a handle at either end and a play button.
const timeline = {
  extent: null, bins: 0, node: null, timer: null,

  create() {
    this.extent = dayExtent();
    if (!this.extent || this.extent[0] === this.extent[1]) return null;
    const [first, last] = this.extent;
    const days = last - first + 1;
    this.bins = Math.min(days, 48);
    this.width = days / this.bins;
    this.chart = svg("svg", { class: "histogram", viewBox: `0 0 ${this.bins} 40`, preserveAspectRatio: "none", "aria-hidden": "true" });
    const slider = (edge) => {
      const input = el("input", { type: "range", min: first, max: last, step: 1, class: `edge ${edge}`, "aria-label": say(`time.${edge}`) });
      input.addEventListener("input", () => {
        this.stop();
        const value = Number(input.value);
        if (edge === "from") state.from = value <= first ? null : Math.min(value, state.to ?? last);
        else state.to = value >= last ? null : Math.max(value, state.from ?? first);
        this.sync();
        changed();
      });
      return input;
    };
    this.from = slider("from");
    this.to = slider("to");
    this.label = el("output", { class: "fine" });
    this.play = el("button", { type: "button", class: "icon play", "aria-label": say("time.play"), onclick: () => (this.timer ? this.stop() : this.start()) }, icon("play"));
    this.node = el("section", { class: "timeline", "aria-label": say("time") },
      el("div", { class: "time-head" }, this.play, this.label),
      el("div", { class: "time-body" }, this.chart, this.from, this.to));
    this.sync();
    return this.node;
  },

  // Bars of what passes the other filters; the days left out are pale.
  draw() {
    if (!this.node) return;
    const { columns, n } = store;
    const [first, last] = this.extent;
    const count = Array.from({ length: this.bins }, () => new Uint32Array(CLASS_NAMES.length));
    for (let i = 0; i < n; i++) {
      if (columns.from[i] < first || columns.from[i] > last || state.classesOff.has(CLASS_NAMES[columns.class[i]]) || state.layersOff.has(LAYERS[columns.layer[i]])) continue;
      count[Math.min(this.bins - 1, Math.floor((columns.from[i] - first) / this.width))][columns.class[i]]++;
    }
    const top = Math.max(1, ...count.map((bin) => bin.reduce((a, b) => a + b, 0)));
    this.chart.replaceChildren();
    const from = state.from ?? -Infinity, to = state.to ?? Infinity;
    count.forEach((bin, k) => {
      let y = 40;
      const start = first + k * this.width, inside = start + this.width > from && start <= to;
      bin.forEach((value, c) => {
        if (!value) return;
        const height = Math.max(1.5, (38 * value) / top);
        y -= height;
        this.chart.append(svg("rect", { x: k + 0.08, y, width: 0.84, height, class: `fill c-${CLASS_NAMES[c]}${inside ? "" : " out"}` }));
      });
    });
  },

  sync() {
    if (!this.node) return;
    const [first, last] = this.extent;
    const from = state.from ?? first, to = state.to ?? last;
    this.from.value = from;
    this.to.value = to;
    this.from.setAttribute("aria-valuetext", formatDay(isoDay(from)));
    this.to.setAttribute("aria-valuetext", formatDay(isoDay(to)));
    this.label.textContent = from === to
      ? formatDay(isoDay(from), "short")
      : `${formatDay(isoDay(from), "short")} – ${formatDay(isoDay(to), "short")}`;
  },

  start() {
    const [first, last] = this.extent;
    const begin = state.from ?? first;
    const step = Math.max(1, Math.round((last - begin + 1) / PLAY_STEPS));
    let day = begin;
    const tick = async () => {
      if (day >= last) {
        state.to = null;
        this.sync();
        this.stop();
        await changed();
        return;
      }
      state.to = day;
      this.sync();
      await changed();
      day += step;
      if (this.timer) this.timer = setTimeout(tick, PLAY_PAUSE);
    };
    this.timer = setTimeout(tick, 0);
    this.play.replaceChildren(icon("pause"));
    this.play.setAttribute("aria-label", say("time.pause"));
  },

  stop() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.play.replaceChildren(icon("play"));
    this.play.setAttribute("aria-label", say("time.play"));
  },
};

// Small line icons, drawn here so that the page needs no icon font.
const ICONS = {
  play: "M4 2.5 13 8 4 13.5Z",
  pause: "M4 3H6.5V13H4ZM9.5 3H12V13H9.5Z",
  share: "M8 1.5v8M4.8 4.5 8 1.5l3.2 3M3 8v6h10V8",
  full: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  layers: "M8 2 14 5.5 8 9 2 5.5ZM2 8.5 8 12l6-3.5M2 11.3 8 14.8l6-3.5",
  key: "M2 4h2M7 4h7M2 8h2M7 8h7M2 12h2M7 12h7",
  fit: "M8 1v3M8 12v3M1 8h3M12 8h3M8 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8",
};
const icon = (name) => svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, class: `glyph ${name}`, "aria-hidden": "true", focusable: "false" }, svg("path", { d: ICONS[name] }));
