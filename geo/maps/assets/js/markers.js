// Events on the map. Spots near each other are one cluster (supercluster), drawn as a ring that shows
// its mix of classes. The events of a spot are spread out where they are few.

const PETALS = 8;          // so many events at one place are shown side by side
const CLUSTER_RADIUS = 46; // pixels
const MAX_ZOOM = 17;

const eventMap = {
  map: null,
  index: null,      // supercluster over the spots
  markers: null,    // layer group of what is drawn now
  shapes: null,     // areas and circles of uncertainty
  drawn: new Map(), // event index -> its marker, of those drawn one by one
  areas: [],

  create(container) {
    this.map = L.map(container, {
      zoomControl: false, minZoom: 0, maxZoom: MAX_ZOOM, zoomSnap: 0.25, wheelPxPerZoomLevel: 90, worldCopyJump: true, attributionControl: true,
      zoomAnimation: !reducedMotion(), fadeAnimation: false, markerZoomAnimation: !reducedMotion(),
      center: [20, 10], zoom: 2,
    });
    this.map.attributionControl.setPrefix(false);
    this.map.createPane("basemap").style.zIndex = 150;
    this.hidden = new Set();
    this.map.attributionControl.addAttribution(say("attribution"));
    L.control.zoom({ position: "topright", zoomInTitle: say("zoom.in"), zoomOutTitle: say("zoom.out") }).addTo(this.map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(this.map);
    this.shapes = L.layerGroup().addTo(this.map);
    this.markers = L.layerGroup().addTo(this.map);
    this.areas = block("dateline-areas") ?? [];
    return this.map;
  },

  // The basemap is added once the view and its names are known: drawing it is what takes longest.
  async openBasemap() {
    this.basemap = new Basemap(await openBasemap(), this.hidden);
  },

  // Index the events that are shown.
  load(indices) {
    const present = spots.show(indices);
    const n = CLASS_NAMES.length;
    this.index = new Supercluster({
      radius: CLUSTER_RADIUS, extent: 256, maxZoom: MAX_ZOOM - 1,
      // One number a class; supercluster copies these objects shallowly, so they hold no arrays.
      map: ({ spot }) => {
        const mix = { heaviest: spots.heaviest[spot] };
        for (let k = 0; k < n; k++) mix[k] = spots.counts[spot * n + k];
        return mix;
      },
      reduce: (total, mix) => {
        for (let k = 0; k < n; k++) total[k] += mix[k];
        if (weight(mix.heaviest) > weight(total.heaviest)) total.heaviest = mix.heaviest;
      },
    }).load(present);
  },

  async draw() {
    const bounds = this.map.getBounds().pad(0.1);
    const zoom = this.map.getZoom();
    const west = bounds.getWest(), east = bounds.getEast();
    const found = this.index.getClusters([west, bounds.getSouth(), east, bounds.getNorth()], zoom);
    const single = found.filter(({ properties }) => !properties.cluster && spots.size(properties.spot) <= PETALS);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const heads = found.map(({ properties }) => properties.heaviest ?? spots.heaviest[properties.spot]);
    await store.load([...heads, ...single.flatMap(({ properties }) => spots.events(properties.spot))]);
    if (turn !== this.turn) return;  // the view has moved on meanwhile

    const focused = document.activeElement?.closest?.(".leaflet-marker-icon")?.dataset.key;
    this.markers.clearLayers();
    this.shapes.clearLayers();
    this.drawn.clear();
    this.doubts = new Set();
    this.standing = new Set();
    const scenes = [];
    found.forEach(({ properties, geometry }, k) => {
      const [lon, lat] = geometry.coordinates;
      const total = properties.cluster ? CLASS_NAMES.reduce((sum, _, c) => sum + properties[c], 0) : spots.size(properties.spot);
      const event = store.event(heads[k]), { place, kind } = event;
      // "40 km north of Palu" is not Palu, which stays where it is.
      const isOff = Boolean(event.relation) && kind !== "area" && !properties.cluster;
      const name = kind === "area" ? place?.area : isOff ? shortEnough(placeWords(event)) : place?.name;
      // An area carries its own name, in a box that no other name runs into.
      const isNamed = store.columns.kind[heads[k]] === AREA && !properties.cluster && total <= PETALS;
      const words = properties.cluster && name ? `${name} +${formatNumber(total - 1)}` : name;
      scenes.push({
        reach: reach(total, properties.cluster), width: spreadWidth(total, properties.cluster),
        text: words, reserved: isNamed, official: isOff ? null : place?.official, x: mercatorX(lon), y: mercatorY(lat),
        spot: properties.spot,
      });
      if (!properties.cluster) this.standing.add(properties.spot);
      for (const at of this.standings(lat, lon, west, east, reach(total, properties.cluster))) {
        if (properties.cluster) this.drawCluster(at, properties);
        else this.drawSpot(at, properties.spot);
      }
    });
    this.makeRoom(scenes);
    this.drawAreas(new Set(scenes.filter(({ reserved }) => reserved).map(({ spot }) => spot)));
    this.nameScenes(scenes);
    if (focused) document.querySelector(`.leaflet-marker-icon[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    this.markSelected();
  },

  // Where a marker stands: in each copy of the world that shows it whole, or in those whose edge cuts it.
  standings(lat, lon, west, east, margin) {
    const found = [], { x: width } = this.map.getSize();
    for (let copy = Math.ceil((west - lon) / 360); lon + copy * 360 <= east; copy++) found.push(L.latLng(lat, lon + copy * 360));
    const whole = found.length < 2 ? found : found.filter((at) => {
      const { x } = this.map.latLngToContainerPoint(at);
      return x >= margin && x <= width - margin;
    });
    return whole.length ? whole : found;
  },

  add(at, icon, size, key, label, activate, extra = {}) {
    const marker = L.marker(at, {
      icon: L.divIcon({ html: icon, className: "pin", iconSize: [size, size], ...extra.icon }),
      keyboard: false, bubblingMouseEvents: false, zIndexOffset: extra.z ?? 0,
    }).addTo(this.markers);
    const node = marker.getElement();
    node.dataset.key = key;
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", label);
    node.addEventListener("click", (event) => { event.stopPropagation(); activate(); });
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      activate();
    });
    return marker;
  },

  drawCluster(at, properties) {
    const id = properties.cluster_id;
    const mix = CLASS_NAMES.map((_, k) => properties[k]);
    const total = mix.reduce((a, b) => a + b, 0);
    const icon = ring(mix, total);
    const label = `${headlineOf(store.event(properties.heaviest))} (+${formatNumber(total - 1)}) — ${clusterLabel(mix, total)}`;
    this.add(at, icon, +icon.getAttribute("width"), `c${at.lat.toFixed(3)},${at.lng.toFixed(3)}`, label, () => {
      this.map.setView(at, Math.min(this.index.getClusterExpansionZoom(id), MAX_ZOOM));
    }, { z: 100 });
  },

  drawSpot(at, spot) {
    const events = spots.events(spot);
    if (events.length > PETALS) {
      const mix = spots.mix(spot);
      const icon = ring(mix, events.length);
      this.add(at, icon, +icon.getAttribute("width"), `s${spot}`, clusterLabel(mix, events.length), () => openSpot(at, events), { z: 100 });
      return;
    }
    if (events.length === 1) {
      this.drawEvent(at, events[0]);
      return;
    }
    // Petals around the place, the first (earliest) on top, clockwise, with a fine leg each.
    const radius = petalRadius(events.length);
    const centre = this.map.latLngToLayerPoint(at);
    events.forEach((i, k) => {
      const angle = (2 * Math.PI * k) / events.length - (events.length === 2 ? Math.PI / 2 : 0);
      const point = centre.add([Math.sin(angle) * radius, -Math.cos(angle) * radius]);
      const petal = this.map.layerPointToLatLng(point);
      L.polyline([at, petal], { className: "leg", interactive: false }).addTo(this.shapes);
      this.drawEvent(petal, i, at);
    });
    L.circleMarker(at, { radius: 2, className: "leg-root", interactive: false }).addTo(this.shapes);
  },

  drawEvent(at, i, place = at) {
    const event = store.event(i);
    const { columns } = store;
    const isArea = columns.kind[i] === AREA;
    const size = diameter(columns.toll[i], event.layer);
    const icon = symbol({
      name: event.class, size, hollow: isHollow(i), pale: event.layer !== "incident",
    });
    const box = +icon.getAttribute("width");
    const marker = this.add(at, icon, box, `e${i}`, eventLabel(event), () => select(i, { focus: "popup" }), {
      z: event.layer === "incident" ? 50 : 0,
    });
    marker.place = place;
    // Of an event that several copies of the world show, the pin nearest to the middle is the one to open.
    const off = (one) => Math.abs(one.getLatLng().lng - this.map.getCenter().lng);
    if (!this.drawn.has(i) || off(marker) < off(this.drawn.get(i))) this.drawn.set(i, marker);
    if (isArea || !event.uncertainty) return;
    const pixels = event.uncertainty / this.metresPerPixel(place.lat);
    const circle = `${place.lat},${place.lng},${event.uncertainty}`;
    if (this.doubts.has(circle)) return;
    this.doubts.add(circle);
    if (pixels > size / 2 + 4 && pixels < 2500) {
      L.circle(place, { radius: event.uncertainty, className: `doubt c-${event.class}`, interactive: false }).addTo(this.shapes);
    }
  },

  metresPerPixel(latitude) {
    return (40075017 * Math.cos((latitude * Math.PI) / 180)) / (256 * 2 ** this.map.getZoom());
  },

  // The name of an area keeps its own place only where no symbol and no other such name is; elsewhere it is a name
  // like that of a town, which is left out where there is no room.
  makeRoom(scenes) {
    const scale = 256 * 2 ** this.map.getZoom(), names = [];
    for (const scene of scenes) {
      if (!scene.reserved) continue;
      const half = nameWidth(scene.text) / 2;
      const apart = (other, width, from, to) => {
        const x = Math.abs(((((other.x - scene.x + 0.5) % 1) + 1) % 1) - 0.5) * scale, y = (other.y - scene.y) * scale;
        return x > half + width || y + to < NAME_FROM || y + from > NAME_TO;
      };
      scene.reserved = scenes.every((other) => other === scene || apart(other, other.width, -other.reach, other.reach))
        && names.every((other) => apart(other, nameWidth(other.text) / 2, NAME_FROM, NAME_TO));
      if (scene.reserved) names.push(scene);
    }
  },

  // Areas are a thin outline that carries their name, and are hatched in the colour of the event that is chosen.
  drawAreas(named) {
    this.hidden.clear();
    for (const area of this.areas) {
      const events = area.events.filter((i) => isShown[i]);
      area.shapes = [];
      if (!events.length) continue;
      const name = CLASS_NAMES[store.columns.class[events[0]]], isChosen = area.events.includes(state.selected);
      // An outline without its symbol, which is in a ring with others or out of sight, would be a line without a word.
      if (!isChosen && !events.some((i) => this.standing.has(spots.of[i]))) continue;
      area.bounds ??= areaBounds(area);
      // Inside of a large area, its outline and a tint say enough: a hatch would cover the whole view.
      const look = `${this.fills(area.bounds) ? "wide" : `hatch-${name}`}${isChosen ? " chosen" : ""}`;
      area.shapes = this.copies(area.bounds).map((copy) => L.geoJSON(area.geometry, {
        coordsToLatLng: ([lon, lat]) => L.latLng(lat, lon + 360 * copy),
        style: { interactive: false, className: `area ${look} c-${name}` },
      }).addTo(this.shapes));
      // Its name stands where one of its events does, unless that is inside a cluster.
      const drawn = events.filter((i) => named.has(spots.of[i])).map((i) => this.drawn.get(i)).find(Boolean);
      if (!drawn) continue;
      L.marker(drawn.place, {
        icon: L.divIcon({ html: el("span", { dir: "auto" }, area.name), className: "area-name", iconSize: [140, 16], iconAnchor: [70, -NAME_FROM - 1] }),
        interactive: false, keyboard: false,
      }).addTo(this.markers);
      this.hidden.add(area.name);
    }
  },

  // The copies of the world in which these bounds are in sight.
  copies(bounds) {
    const view = this.map.getBounds(), found = [];
    for (let copy = Math.ceil((view.getWest() - bounds.getEast()) / 360); bounds.getWest() + copy * 360 <= view.getEast(); copy++) found.push(copy);
    return found;
  },

  // Whether these bounds are larger than the view.
  fills(bounds) {
    const size = this.map.getSize(), zoom = this.map.getZoom();
    const { x, y } = this.map.project(bounds.getSouthEast(), zoom).subtract(this.map.project(bounds.getNorthWest(), zoom));
    return x > 1.3 * size.x || y > 1.3 * size.y;
  },

  // The basemap writes the names of scenes, so that no other name runs into them.
  nameScenes(scenes) {
    const key = JSON.stringify([...this.hidden, ...scenes]);
    if (key !== this.sceneKey) this.basemap.setScenes(scenes);
    this.sceneKey = key;
  },

  // The zoom, from this one on, at which the spot of an event is in no cluster.
  zoomAlone(i, zoom) {
    const spot = spots.of[i], { lat, lng } = spots.at(spot);
    const alone = () => this.index.getClusters([lng - 1e-6, lat - 1e-6, lng + 1e-6, lat + 1e-6], zoom)
      .some(({ properties }) => properties.spot === spot);
    if (!isShown[i]) return zoom;
    while (zoom < MAX_ZOOM && !alone()) zoom++;
    return Math.min(zoom, MAX_ZOOM);
  },

  // Zoom until the event stands alone (or in its spot), then return its marker.
  async reveal(i) {
    if (this.drawn.has(i)) {
      const marker = this.drawn.get(i);
      if (this.visibleBounds().contains(marker.getLatLng())) return marker;
      this.map.panTo(marker.getLatLng(), { animate: !reducedMotion() });
      return marker;
    }
    const at = nearestCopy(spots.at(spots.of[i]));
    this.map.setView(at, this.zoomAlone(i, this.map.getZoom()), { animate: false });
    await this.draw();
    return this.drawn.get(i) ?? { place: at, getLatLng: () => at };
  },

  visibleBounds() {
    return this.map.getBounds().pad(-0.1);
  },

  markSelected() {
    for (const { events, shapes } of this.areas) {
      shapes?.forEach((shape) => shape.eachLayer((layer) => layer.getElement()?.classList.toggle("chosen", events.includes(state.selected))));
    }
    for (const [i, marker] of this.drawn) marker.getElement()?.classList.toggle("selected", i === state.selected);
  },

  // Show all that is shown, or the world where nothing can be.
  fit(animate = false) {
    const bounds = boundsOf(shown);
    const { centre, zoom } = bounds ? viewOf(bounds) : { centre: [25, 12], zoom: FURTHEST };
    this.map.setView(centre, zoom, { animate });
    this.fitted = { centre: L.latLng(centre), zoom };
  },

  // Do what gives the map another frame; while nobody has moved it, all fits in the new one, too.
  reframe(change) {
    const fitted = this.isFitted();
    change();
    if (fitted) this.fit();
  },

  // Whether the map still is where `fit` has put it.
  isFitted() {
    const { map, fitted } = this;
    return Boolean(fitted) && fitted.zoom === map.getZoom()
      && map.project(fitted.centre).distanceTo(map.project(map.getCenter())) < 2;
  },
};

// The same place in the copy of the world that the view is on.
function nearestCopy({ lat, lng }) {
  return L.latLng(lat, lng + 360 * Math.round((eventMap.map.getCenter().lng - lng) / 360));
}

// How far the symbols of a spot or cluster reach from its middle, in pixels.
function reach(total, isCluster) {
  if (isCluster || total > PETALS) return ringSize(total) / 2 + 2;
  return total === 1 ? 14 : total === 2 ? 15 : petalRadius(total) + 11;
}

// How wide they are to either side.
function spreadWidth(total, isCluster) {
  return total === 2 && !isCluster ? petalRadius(2) + 14 : Math.max(reach(total, isCluster), 14);
}

const NAME_FROM = 20, NAME_TO = 40;  // pixels below its place where the name of an area is, clear of a chosen symbol
const nameWidth = (text) => 6.8 * text.length + 8;

const LONGEST_NAME = 50;  // characters below a symbol
const shortEnough = (name) => (name.length <= LONGEST_NAME ? name : null);

const petalRadius = (n) => 13 + 2.6 * n;

function clusterLabel(mix, total) {
  const parts = [];
  mix.forEach((n, k) => { if (n) parts.push(`${formatNumber(n)} ${say(`class.${CLASS_NAMES[k]}`)}`); });
  return `${sayCount("events", total)}: ${parts.join(", ")}`;
}

const eventLabel = (event) =>
  `${headlineOf(event)} — ${say(`class.${event.class}`)}, ${placeWords(event)}, ${dateWords(event)}`;

// The hatches of the areas, one pattern a class, kept in the page for all map layers.
function hatches() {
  const defs = svg("defs");
  for (const name of CLASS_NAMES) {
    defs.append(svg("pattern", { id: `hatch-${name}`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { width: 1.4, height: 7, class: `fill c-${name}` })));
  }
  return svg("svg", { width: 0, height: 0, class: "defs", "aria-hidden": "true" }, defs);
}
