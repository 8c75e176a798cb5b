// The embedded basemap: land, lakes, borders and names on one canvas, without any tile. It is a
// Leaflet renderer, so zooming and panning move it like any other layer.

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const palette = () => Object.fromEntries(
  ["land", "water", "border", "border-fine", "border-finest", "label", "label-sea", "label-halo", "town", "scene"].map((name) => [name, style(`--${name}`)]),
);

// Rings are stored as differences of hundredths (or thousandths) of a degree; here they become
// Mercator coordinates in the unit square.
function unpackRing(deltas, unit) {
  const ring = new Float64Array(deltas.length);
  let x = 0, y = 0;
  for (let k = 0; k < deltas.length; k += 2) {
    x += deltas[k];
    y += deltas[k + 1];
    ring[k] = mercatorX(x * unit);
    ring[k + 1] = mercatorY(y * unit);
  }
  return ring;
}
const mercatorX = (lon) => lon / 360 + 0.5;
function mercatorY(lat) {
  const sin = Math.sin((Math.max(-85.06, Math.min(85.06, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let k = 0; k < ring.length; k += 2) {
      if (ring[k] < box[0]) box[0] = ring[k];
      if (ring[k + 1] < box[1]) box[1] = ring[k + 1];
      if (ring[k] > box[2]) box[2] = ring[k];
      if (ring[k + 1] > box[3]) box[3] = ring[k + 1];
    }
  }
  return box;
}

function unpackShapes(shapes, unit) {
  return (shapes ?? []).map((shape) => {
    const rings = shape.rings.map((ring) => unpackRing(ring, unit));
    return { ...shape, rings, box: boxOf(rings) };
  });
}

const NEAR = ["window", "land", "borders", "admin1", "admin2"];
const NEAR_ZOOM = 7;    // from here on the world is too coarse, and what is near events is drawn finer
const RIVERS_TO = 8;    // beyond, a river of the world runs kilometres beside its bed

async function openBasemap() {
  const blocks = ["dateline-world", "dateline-basemap"].map((id) => unpackJson(block(id)));
  const data = Object.assign({}, ...(await Promise.all(blocks)));
  const label = ([text, lat, lon, rank, kind]) => ({ text, x: mercatorX(lon), y: mercatorY(lat), rank, kind, room: Infinity });
  const countries = unpackShapes(data.countries, data.unit);
  const names = countries.filter((country) => country.label).map((country) => ({
    ...label([countryName(country.code, country.label[0]), ...country.label.slice(1)]),
    room: Math.max(...country.rings.map((ring) => boxOf([ring])).map((box) => box[2] - box[0])),
  }));
  const order = ({ kind, rank }) => rank + (kind === "region" || kind === "district" ? 1.5 : 0);
  const near = data.near;
  const divisions = (near?.names ?? []).map((division) => ({ ...label(division), room: division[5] / 360 }));
  const near_ = (data.towns ?? []).map((town) => ({ ...label(town), kind: "town" }));
  const known = new Set(near_.map(({ text }) => text));
  const towns = [...near_, ...(data.cities ?? []).map(label).filter(({ text }) => !known.has(text))];
  return {
    countries,
    lakes: unpackShapes(data.lakes, data.unit),
    rivers: unpackShapes(data.rivers, data.unit),
    divisions: unpackShapes(data.admin1_lines, data.unit),
    disputed: unpackShapes(data.disputed_borders, data.unit),
    // The most important first: what is seen from furthest away, then the larger town; divisions give way to towns.
    labels: [...names, ...(data.seas ?? []).map(label), ...towns, ...divisions].sort((a, b) => order(a) - order(b)),
    near: near && Object.fromEntries(NEAR.map((name) => {
      const rings = near[name].map((ring) => unpackRing(ring, near.unit));
      return [name, rings.map((ring) => ({ rings: [ring], box: boxOf([ring]) }))];
    })),
    shaded: unpackShapes(data.shaded, data.unit),
    fills: [],
    scenes: [],
  };
}

// The whole world is shown without Antarctica and the seas of the poles, unless an event is there.
const POLES_FROM = 3;
const isPolar = (top, bottom = top) =>
  (top > mercatorY(SOUTH) && !eventMap.polar.south) || (bottom < mercatorY(NORTH) && !eventMap.polar.north);

// Draw the basemap. `view` says where the unit square lies: pixel = mercator * scale - origin. `seen` is the part of
// the canvas that is in sight, [left, top, right, bottom], and `covered` are the parts of it that controls lie on: no
// word is cut by its edge or theirs.
function drawBasemap(context, { scale, originX, originY, width, height, zoom, seen = [0, 0, width, height], covered = [] }, basemap, hidden) {
  const colours = palette();
  context.fillStyle = colours.water;
  context.fillRect(0, 0, width, height);
  const copies = [];
  for (let k = Math.floor(originX / scale); k <= Math.floor((originX + width) / scale); k++) copies.push(k);

  for (const copy of copies) {
    const dx = copy * scale - originX;
    const visible = ({ box }) =>
      box[2] * scale + dx >= 0 && box[0] * scale + dx <= width &&
      box[3] * scale - originY >= 0 && box[1] * scale - originY <= height && !(zoom < POLES_FROM && isPolar(box[1], box[3]));
    const trace = (ring, close) => {
      let lastX = NaN, lastY = NaN, pen = false;
      for (let k = 0; k < ring.length; k += 2) {
        const x = ring[k] * scale + dx, y = ring[k + 1] * scale - originY;
        // The cut along the antimeridian and the pole is no border: lift the pen there.
        const seam = !close && k > 0 && ((ring[k] < 1e-4 && ring[k - 2] < 1e-4) || (ring[k] > 0.9999 && ring[k - 2] > 0.9999) || ring[k + 1] > 0.9999);
        const last = k + 2 >= ring.length;
        if (pen && !seam && !last && Math.abs(x - lastX) < 0.6 && Math.abs(y - lastY) < 0.6) continue;
        if (pen && !seam) context.lineTo(x, y);
        else context.moveTo(x, y);
        pen = true;
        lastX = x;
        lastY = y;
      }
    };
    const fill = (shapes, colour) => {
      context.fillStyle = colour;
      context.beginPath();
      for (const { rings } of shapes.filter(visible)) for (const ring of rings) trace(ring, true);
      context.fill("evenodd");
    };
    const lines = (shapes, colour, width, dash = []) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.beginPath();
      for (const { rings } of shapes.filter(visible)) for (const ring of rings) trace(ring, false);
      context.stroke();
      context.setLineDash([]);
    };
    // Draw inside of the window around the events, or outside of it.
    const clipped = (inside, draw) => {
      context.save();
      context.beginPath();
      if (!inside) context.rect(0, 0, width, height);
      // On whole pixels: between two smoothed edges the water below would shine through.
      for (const { rings: [ring] } of basemap.near.window) {
        for (let k = 0; k < ring.length; k += 2) {
          const x = Math.round(ring[k] * scale + dx), y = Math.round(ring[k + 1] * scale - originY);
          k ? context.lineTo(x, y) : context.moveTo(x, y);
        }
      }
      context.clip("evenodd");
      draw();
      context.restore();
    };
    const shades = () => {
      for (const { shape, name } of basemap.fills) fill([shape], style(name));
    };
    const world = () => {
      fill(basemap.countries, colours.land);
      shades();
      if (zoom >= 5) lines(basemap.divisions, colours["border-fine"], 0.8, [3, 3]);
      lines(basemap.countries, colours.border, zoom < 4 ? 0.5 : 0.9);
    };
    const near = () => {
      fill(basemap.near.land, colours.land);
      shades();
      if (zoom >= 8) lines(basemap.near.admin2, colours["border-finest"], 0.8, [2, 3]);
      lines(basemap.near.admin1, colours["border-fine"], zoom < 9 ? 0.9 : 1.2, [4, 3]);
      lines(basemap.near.borders, colours.border, 0.9);
    };
    context.lineJoin = "round";
    if (basemap.near && zoom >= NEAR_ZOOM) {
      clipped(false, world);
      clipped(true, near);
    } else world();
    if (zoom >= 5 && zoom <= RIVERS_TO) lines(basemap.rivers, colours.water, zoom >= 7 ? 1.6 : 1);
    fill(basemap.lakes, colours.water);
    if (zoom >= 4) lines(basemap.disputed, colours.land, 1.6, [4, 4]);
  }
  drawLabels(context, { scale, originX, originY, width, height, zoom, seen, covered }, basemap, hidden, copies, colours);
}

// Names, the most important first; one that would touch another is left out.
function drawLabels(context, { scale, originX, originY, width, height, zoom, seen, covered }, basemap, hidden, copies, colours) {
  const taken = [...covered];
  context.font = labelLook({ kind: "scene" }, zoom).font;
  // No name runs under the symbols of events, or into the names that areas have already.
  for (const { x, y, width: half, reach, text, reserved } of basemap.scenes) {
    const name = reserved ? context.measureText(text).width / 2 + 6 : 0;
    for (const copy of copies) {
      const left = x * scale + copy * scale - originX, top = y * scale - originY;
      taken.push([left - half, top - reach, left + half, top + reach]);
      if (reserved) taken.push([left - name, top + NAME_FROM, left + name, top + NAME_TO]);
    }
  }
  const free = (box) => taken.every((b) => box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  // An area on the map carries its name already: "Clay County" is Clay's.
  const isHidden = (text) => [...hidden].some((name) => name === text || name.startsWith(`${text} `));
  const named = new Set(basemap.scenes.map(({ official }) => official));
  const scenes = basemap.scenes.filter(({ text, reserved }) => text && !reserved)
    .map((scene) => ({ ...scene, kind: "scene", below: scene.reach + 11, room: Infinity }));
  for (const label of [...scenes, ...basemap.labels]) {
    if (label.kind === "town" && named.has(label.text)) continue;
    if (zoom < POLES_FROM && label.kind !== "scene" && isPolar(label.y)) continue;
    const look = labelLook(label, zoom);
    if (!look || isHidden(label.text)) continue;
    for (const copy of copies) {
      const x = label.x * scale + copy * scale - originX, y = label.y * scale - originY + (label.below ?? 0);
      if (x < -80 || y < -20 || x > width + 80 || y > height + 20) continue;
      context.font = look.font;
      if ("letterSpacing" in context) context.letterSpacing = look.spacing;
      const text = look.upper ? label.text.toLocaleUpperCase(page.language) : label.text;
      const w = context.measureText(text).width, h = look.height;
      if (w > label.room * scale * 1.5) continue;
      let left = look.dot ? x + 6 : x - w / 2;
      // The name of an event at the edge moves inside as far as its symbol is.
      if (label.kind === "scene" && x >= seen[0] && x <= seen[2]) left = Math.max(seen[0] + 4, Math.min(left, seen[2] - w - 4));
      const box = [left - 4, y - h / 2 - 2, left + w + 4, y + h / 2 + 2];
      if (look.dot) box[0] = x - 4;
      if (!free(box)) continue;
      const isInside = box[0] >= seen[0] && box[1] >= seen[1] && box[2] <= seen[2] && box[3] <= seen[3];
      const isOutside = box[2] < seen[0] || box[3] < seen[1] || box[0] > seen[2] || box[1] > seen[3];
      if (!isInside && !isOutside) continue;
      taken.push(box);
      context.fillStyle = colours[look.colour];
      if (look.dot) {
        context.beginPath();
        context.arc(x, y, 1.8, 0, 2 * Math.PI);
        context.fill();
      }
      context.strokeStyle = colours["label-halo"];
      if (look.colour !== "label-sea") context.strokeText(text, left, y);
      context.fillText(text, left, y);
    }
  }
  if ("letterSpacing" in context) context.letterSpacing = "0px";
}

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

// From which zoom a name shows, and how. Ranks are Natural Earth's (0 is the most important).
function labelLook({ kind, rank }, zoom) {
  if (kind === "sea") {
    return zoom >= rank ? { font: `italic 12px ${FONT}`, colour: "label-sea", spacing: "1px", height: 13 } : null;
  }
  if (kind === "country") {
    if (zoom < rank + 0.3 || zoom > 8) return null;
    const size = zoom >= 5 ? 12 : 11;
    return { font: `500 ${size}px ${FONT}`, colour: "label", spacing: "1.2px", height: size, upper: true };
  }
  if (kind === "scene") {
    return { font: `500 12px ${FONT}`, colour: "scene", spacing: "0px", height: 13 };
  }
  if (kind === "region" || kind === "district") {
    const last = kind === "region" ? 9 : 12;
    return zoom >= rank && zoom <= last ? { font: `${kind === "region" ? 11 : 10}px ${FONT}`, colour: "label", spacing: "1.5px", height: 11, upper: true } : null;
  }
  return zoom >= rank ? { font: `${zoom >= rank + 3 ? 12 : 11}px ${FONT}`, colour: "town", spacing: "0px", height: 12, dot: true } : null;
}

const Basemap = L.Renderer.extend({
  options: { padding: 0.25, pane: "basemap" },
  initialize(basemap, hidden) {
    L.Renderer.prototype.initialize.call(this, this.options);
    this.basemap = basemap;
    this.hidden = hidden;
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },
  _destroyContainer() {
    this._container.remove();
  },
  _updatePaths() {},
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const { min } = this._bounds, size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, min);
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const origin = this._map.getPixelOrigin().add(min), frame = this._map.getSize();
    const { x, y } = this._map.containerPointToLayerPoint([0, 0]).subtract(min);
    drawBasemap(context, {
      scale: 256 * 2 ** this._map.getZoom(), originX: origin.x, originY: origin.y,
      width: size.x, height: size.y, zoom: this._map.getZoom(), seen: [x, y, x + frame.x, y + frame.y],
      covered: this.controls(x, y),
    }, this.basemap, this.hidden);
    this.fire("update");
  },
  // The boxes of what lies over the map, on the canvas.
  controls(x, y) {
    const frame = this._map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll(".leaflet-control, .tools, .picture #panel")].map((node) => node.getBoundingClientRect())
      .filter(({ width }) => width).map((box) => [box.left - frame.left + x, box.top - frame.top + y, box.right - frame.left + x, box.bottom - frame.top + y]);
  },
  setScenes(scenes) {
    this.basemap.scenes = scenes;
    this.redraw();
  },
  redraw() {
    if (this._map) this._update();
  },
});
