// The places of the events: all events at the same place are one spot. Where they are is found once;
// which of them are shown changes with every filter, so that is kept in typed arrays.

const spots = {
  of: null,      // event -> spot, -1 where it is not located
  features: [],  // each spot as supercluster reads it
  counts: null,  // spot -> numbers of shown events, one a class
  first: null,   // spot -> its first shown event, -1 where there is none
  next: null,    // event -> the next shown event of its spot
  heaviest: null, // spot -> its shown event that weighs most

  find() {
    const { lat, lon, kind } = store.columns;
    const known = new Map();
    this.of = new Int32Array(store.n).fill(-1);
    for (let i = 0; i < store.n; i++) {
      if (kind[i] === UNLOCATED) continue;
      const key = Math.round(lat[i] * 1e4) * 4e6 + Math.round(lon[i] * 1e4);
      let spot = known.get(key);
      if (spot === undefined) {
        spot = this.features.length;
        known.set(key, spot);
        this.features.push({ type: "Feature", geometry: { type: "Point", coordinates: [lon[i], lat[i]] }, properties: { spot } });
      }
      this.of[i] = spot;
    }
    this.next = new Int32Array(store.n);
    const beyond = (test) => this.features.some(({ geometry }) => test(geometry.coordinates[1]));
    eventMap.polar = { south: beyond((latitude) => latitude < SOUTH), north: beyond((latitude) => latitude > NORTH) };
  },

  // Take note of the shown events; return the spots that have any.
  show(indices) {
    const classes = store.columns.class, n = CLASS_NAMES.length;
    this.counts = new Uint32Array(this.features.length * n);
    this.first = new Int32Array(this.features.length).fill(-1);
    this.heaviest = new Int32Array(this.features.length);
    for (let k = indices.length - 1; k >= 0; k--) {
      const i = indices[k], spot = this.of[i];
      if (spot < 0) continue;
      this.next[i] = this.first[spot];
      if (this.first[spot] < 0 || weight(i) >= weight(this.heaviest[spot])) this.heaviest[spot] = i;
      this.first[spot] = i;
      this.counts[spot * n + classes[i]]++;
    }
    return this.features.filter((_, spot) => this.first[spot] >= 0);
  },

  events(spot) {
    const found = [];
    for (let i = this.first[spot]; i >= 0; i = this.next[i]) found.push(i);
    return found;
  },

  mix(spot) {
    const n = CLASS_NAMES.length;
    return Array.from(this.counts.subarray(spot * n, (spot + 1) * n));
  },

  size(spot) {
    return this.mix(spot).reduce((a, b) => a + b, 0);
  },

  at(spot) {
    const [lon, lat] = this.features[spot].geometry.coordinates;
    return L.latLng(lat, lon);
  },
};

// What an event weighs where one must stand for many: incidents first, then by the people harmed.
const weight = (i) => (store.columns.layer[i] === 0 ? 1e10 : 0) + store.columns.toll[i];
