// The legend lies below the map and never over it. It counts what the filters leave, and a click on a class
// shows that class alone.

const legend = {
  node: null,

  create() {
    const { kind, unsure, toll } = store.columns;
    const used = new Set(store.columns.class);
    const names = CLASS_NAMES.filter((_, k) => used.has(k));
    this.classes = new Map(names.map((name) => {
      const count = el("span", { class: "fine" });
      const button = el("button", { type: "button", class: "legend-class", title: say("legend.only"), "data-class": name, onclick: () => this.only(name) },
        symbol({ name, size: 13 }), el("span", { class: "name" }, say(`class.${name}`)), count);
      return [name, { button, count }];
    }));
    const note = (node, text) => el("li", { class: "note" }, node, el("span", { class: "name" }, text));
    const sample = names[0] ?? "other";
    const notes = [];
    if (unsure.some(Boolean)) notes.push(note(symbol({ name: sample, size: 13, hollow: true }), say("legend.hollow")));
    if (kind.includes(AREA)) notes.push(note(svg("svg", { width: 22, height: 14, class: "swatch", "aria-hidden": "true" }, svg("rect", { x: 0.5, y: 0.5, width: 21, height: 13, class: `area c-${sample}` })), say("legend.area")));
    if (toll.some((n) => n > 0)) {
      notes.push(note(el("span", { class: "sizes" }, ...[0, 50, 200].map((n) => symbol({ name: "statement", shape: "circle", size: diameter(n, "incident") }))), say("legend.size")));
    }
    this.key = el("ul", { class: "key", hidden: true });
    const classes = [...this.classes.values()].map(({ button }) => el("li", {}, button));
    this.node = el("details", { class: "legend" }, el("summary", {}, say("legend")), el("section", { "aria-label": say("legend") }, el("ul", {}, ...classes, ...notes), this.key));
    this.node.hidden = !names.length;
    this.node.open = !matchMedia("(max-width: 900px)").matches && !document.documentElement.matches(".embed");
    new ResizeObserver(() => this.measure()).observe(this.node);
    return this.node;
  },

  // The map ends where the legend begins.
  measure() {
    const height = Math.round(this.node.getBoundingClientRect().height);
    if (height === this.height) return;
    this.height = height;
    document.documentElement.style.setProperty("--foot", `${height}px`);
    eventMap.reframe(() => eventMap.map.invalidateSize({ animate: false, pan: false }));
  },

  draw() {
    for (const [name, { button, count }] of this.classes) {
      count.textContent = formatNumber(facets.get("class").counts[CLASS_NAMES.indexOf(name)]);
      button.setAttribute("aria-pressed", String(this.isOnly(name)));
      button.classList.toggle("off", state.classesOff.has(name));
    }
  },

  isOnly(name) {
    return state.classesOff.size > 0 && [...this.classes.keys()].every((other) => state.classesOff.has(other) === (other !== name));
  },

  only(name) {
    state.classesOff = new Set(this.isOnly(name) ? [] : [...this.classes.keys()].filter((other) => other !== name));
    changed();
  },
};
