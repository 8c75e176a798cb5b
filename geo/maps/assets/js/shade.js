// Countries or first-order divisions in the colour of how many of the shown events they hold; with a day to compare
// at, in the colour of what changed from before that day to since.

const SHADES = ["", "country", "division"];
const CLASSES_OF_SHADE = 5, LISTED = 12;

const shade = {
  counts: new Map(),  // code -> [before, since]; without a day to compare at all is since

  // The code of the country or division that an event lies in.
  codeOf(i) {
    const { columns, names } = store;
    return state.shade === "country" ? names.country_code[columns.country[i] - 1] : names.division[columns.division[i] - 1];
  },

  count() {
    this.counts = new Map();
    if (!state.shade) return;
    for (const i of shown) {
      const code = this.codeOf(i);
      if (!code) continue;
      const before = state.split !== null && store.columns.from[i] < state.split;
      if (state.split !== null && store.columns.from[i] === NO_DAY) continue;
      if (!this.counts.has(code)) this.counts.set(code, [0, 0]);
      this.counts.get(code)[before ? 0 : 1]++;
    }
  },

  // Upper bounds of the classes: by rank, so that one country with most of the events leaves the others apart.
  bounds() {
    const values = [...this.counts.values()].map(([, since]) => since).sort((a, b) => a - b);
    const at = Array.from({ length: CLASSES_OF_SHADE }, (_, k) => values[Math.ceil((values.length * (k + 1)) / CLASSES_OF_SHADE) - 1]);
    return [...new Set(at.filter((bound) => bound !== undefined))];
  },

  // The colour of a country or division, as the name of a colour of the style.
  colour(code) {
    const found = this.counts.get(code);
    if (!found) return null;
    const [before, since] = found;
    if (state.split === null) {
      const rank = this.steps.findIndex((bound) => since <= bound);
      return `--shade-${Math.round(((rank + 1) * CLASSES_OF_SHADE) / this.steps.length)}`;
    }
    if (before === since) return "--shade-same";
    return `--shade-${since > before ? "more" : "less"}${Math.max(before, since) > 2 * Math.min(before, since) ? "-much" : ""}`;
  },

  draw() {
    if (!this.node) return;
    this.count();
    this.steps = this.bounds();
    const { basemap } = eventMap.basemap;
    const shapes = state.shade === "country" ? basemap.countries : basemap.shaded;
    basemap.fills = !state.shade ? [] : shapes.flatMap((shape) => {
      const name = this.colour(shape.code);
      return name ? [{ shape, name }] : [];
    });
    eventMap.basemap.redraw();
    this.choice.value = state.shade;
    this.drawList(shapes);
    this.drawKey();
  },

  nameOf(code) {
    const { country_code: codes, country } = store.names;
    return state.shade === "country" ? countryName(code, country[codes.indexOf(code)]) : eventMap.basemap.basemap.shaded.find((shape) => shape.code === code)?.name ?? code;
  },

  // What the colours say, in words.
  drawList() {
    const rows = [...this.counts].sort(([, a], [, b]) => b[0] + b[1] - a[0] - a[1]).slice(0, LISTED);
    this.list.replaceChildren(...rows.map(([code, [before, since]]) => el("li", {}, el("span", { dir: "auto" }, this.nameOf(code)),
      el("b", {}, state.split === null ? formatNumber(since) : say("shade.from_to", { before: formatNumber(before), since: formatNumber(since) })))));
    this.split.parentNode.hidden = !state.shade || !timeline.extent || timeline.extent[0] === timeline.extent[1];
    this.day.textContent = state.split === null ? say("shade.split.off") : say("shade.split", { day: formatDay(isoDay(state.split), "short") });
  },

  // The key in the legend, also on a picture.
  drawKey() {
    const entry = (name, words) => {
      const box = svg("svg", { width: 16, height: 12, class: "swatch shade-swatch", "aria-hidden": "true" }, svg("rect", { x: 0.5, y: 0.5, width: 15, height: 11, class: name.slice(2) }));
      return el("li", { class: "note" }, box, el("span", { class: "name" }, words));
    };
    let least = 1;
    const entries = !state.shade ? [] : state.split !== null
      ? ["less-much", "less", "same", "more", "more-much"].map((key) => entry(`--shade-${key}`, say(`shade.${key}`)))
      : this.steps.map((bound, k) => {
        const words = least === bound ? formatNumber(bound) : `${formatNumber(least)} – ${formatNumber(bound)}`;
        least = bound + 1;
        return entry(`--shade-${Math.round(((k + 1) * CLASSES_OF_SHADE) / this.steps.length)}`, words);
      });
    const when = state.split === null ? "" : `: ${say("shade.split", { day: formatDay(isoDay(state.split), "short") })}`;
    if (entries.length) entries.unshift(el("li", { class: "note" }, el("span", { class: "name" }, say(`shade.${state.shade}`) + when)));
    legend.key.replaceChildren(...entries);
    legend.key.hidden = !entries.length;
  },

  menu() {
    this.choice = el("select", { id: "shade", "aria-label": say("shade") }, ...SHADES.filter((kind) => kind !== "division" || eventMap.basemap.basemap.shaded.length)
      .map((kind) => el("option", { value: kind }, say(`shade.${kind || "none"}`))));
    this.choice.addEventListener("change", () => {
      state.shade = this.choice.value;
      if (!state.shade) state.split = null;
      this.draw();
      writeHash();
    });
    const [first, last] = timeline.extent ?? [0, 1];
    this.split = el("input", { type: "range", id: "split", min: first, max: last, step: 1, "aria-label": say("shade.compare") });
    this.split.value = state.split ?? first;
    this.split.addEventListener("input", () => {
      const day = Number(this.split.value);
      state.split = day <= first ? null : day;
      this.split.setAttribute("aria-valuetext", formatDay(isoDay(day)));
      this.draw();
      writeHash();
    });
    this.day = el("output", { class: "fine" });
    this.list = el("ol", { class: "shade-list", tabindex: "0", "aria-label": say("shade") });
    this.node = el("details", { class: "menu shade-menu" },
      el("summary", { "aria-label": say("shade"), title: say("shade") }, icon("shade")),
      el("div", { class: "menu-items" }, this.choice, el("label", { class: "split" }, el("span", {}, say("shade.compare")), this.split, this.day), this.list));
    closeOutside(this.node);
    return this.node;
  },
};
