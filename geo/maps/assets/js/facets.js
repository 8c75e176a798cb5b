// What the events can be narrowed by. A facet counts the events that all other filters leave for each of its
// values; of class and layer what is unchecked is left out, of the others what is checked is kept.

const TOLLS = [0, 1, 10, 100];  // people killed and injured, from so many
const SURE = ["exact", "about"];
const FIRST_VALUES = 8, MORE_VALUES = 40;

const facets = {
  all: [],

  // Once the events are known.
  open() {
    const { columns, names } = store;
    const tolls = Uint8Array.from(columns.toll, (n) => TOLLS.findLastIndex((least) => n >= least));
    const facet = (name, values, of, words = (value) => value) => ({ name, values, of, words, counts: [], allowed: null });
    this.all = [
      facet("class", CLASS_NAMES, (i) => columns.class[i], (name) => say(`class.${name}`)),
      facet("layer", LAYERS, (i) => columns.layer[i], (name) => say(`layer.${name}`)),
      facet("country", names.country, (i) => columns.country[i] - 1, (name, k) => countryName(names.country_code[k], name)),
      { ...facet("actor", names.actor, null), many: true },
      facet("source", names.source, (i) => columns.source[i] - 1),
      facet("toll", TOLLS.map(String), (i) => tolls[i], (least) => say(`toll.${least}`)),
      facet("sure", SURE, (i) => columns.unsure[i], (name) => say(`sure.${name}`)),
    ];
  },

  get(name) {
    return this.all.find((facet) => facet.name === name);
  },

  // Before each pass over the events: nothing is counted, and what the state lets through.
  begin() {
    const off = { class: state.classesOff, layer: state.layersOff };
    for (const facet of this.all) {
      facet.counts = new Uint32Array(facet.values.length);
      const chosen = off[facet.name] ?? state.only[facet.name];
      facet.allowed = chosen.size ? Uint8Array.from(facet.values, (value) => (facet.name in off) !== chosen.has(value)) : null;
    }
  },

  // Whether an event passes all facets; it is counted by those whose others it passes.
  pass(i, counts = true) {
    let failed = null;
    for (const facet of this.all) {
      if (!facet.allowed || this.allows(facet, i)) continue;
      if (failed) return false;
      failed = facet;
    }
    if (counts) for (const facet of failed ? [failed] : this.all) this.count(facet, i);
    return !failed;
  },

  allows({ allowed, many, of }, i) {
    if (!many) return allowed[of(i)] === 1;
    const { actor_at: at, actor_of: actors } = store.columns;
    for (let k = at[i]; k < at[i + 1]; k++) if (allowed[actors[k]]) return true;
    return false;
  },

  count({ counts, many, of }, i) {
    if (!many) {
      const value = of(i);
      if (value >= 0) counts[value]++;
      return;
    }
    const { actor_at: at, actor_of: actors } = store.columns;
    for (let k = at[i]; k < at[i + 1]; k++) counts[actors[k]]++;
  },

  // The boxes of a facet: the values with most events first, in that order for good, so that nothing jumps.
  create() {
    return this.all.map((facet) => {
      facet.order = Array.from(facet.values.keys()).filter((k) => facet.counts[k] || this.isOn(facet, k));
      if (facet.name === "country" || facet.name === "actor" || facet.name === "source") facet.order.sort((a, b) => facet.counts[b] - facet.counts[a]);
      if (facet.order.length < 2) return null;
      facet.boxes = new Map();
      facet.more = el("button", { type: "button", class: "plain", onclick: () => this.grow(facet, MORE_VALUES) }, say("list.more"));
      facet.node = el("fieldset", { class: `facet ${facet.name}` }, el("legend", {}, say(`filter.${facet.name}`)), facet.more);
      this.grow(facet, this.isExcluding(facet) ? facet.order.length : FIRST_VALUES);
      return facet.node;
    });
  },

  grow(facet, by) {
    const from = facet.boxes.size;
    for (const k of facet.order.slice(from, from + by)) {
      const value = facet.values[k];
      const box = el("input", { type: "checkbox", name: facet.name, value });
      box.addEventListener("change", () => this.turn(facet, value, box.checked));
      const count = el("span", { class: "fine" });
      const mark = facet.name === "class" ? symbol({ name: value, size: 12 }) : facet.name === "sure" ? symbol({ name: "statement", shape: "circle", size: 11, hollow: k > 0 }) : null;
      facet.more.before(el("label", { class: "chip" }, box, mark, el("span", { dir: "auto" }, facet.words(value, k)), count));
      facet.boxes.set(k, { box, count });
    }
    facet.more.hidden = facet.boxes.size >= facet.order.length;
    this.draw([facet]);
  },

  isExcluding: ({ name }) => name === "class" || name === "layer",
  isOn({ name, values }, k) {
    if (name === "class") return !state.classesOff.has(values[k]);
    if (name === "layer") return !state.layersOff.has(values[k]);
    return state.only[name].has(values[k]);
  },

  turn(facet, value, on) {
    const chosen = { class: state.classesOff, layer: state.layersOff }[facet.name] ?? state.only[facet.name];
    if (on !== this.isExcluding(facet)) chosen.add(value);
    else chosen.delete(value);
    changed();
  },

  draw(which = this.all) {
    for (const facet of which) {
      for (const [k, { box, count }] of facet.boxes ?? []) {
        box.checked = this.isOn(facet, k);
        count.textContent = formatNumber(facet.counts[k]);
        box.parentNode.classList.toggle("empty", !facet.counts[k]);
      }
    }
  },
};
