// The first sight: a view of all that is shown, wherever on the globe it lies, and how far one can zoom out.

const SOUTH = -60, NORTH = 80;  // beyond, there is only ice, unless an event is there
const CLOSEST = 8;              // a single town is shown in its surroundings, not at street level
const MERCATOR_END = L.Projection.SphericalMercator.MAX_LATITUDE;
const WIDE = 25;                // degrees: an area as wide does not stretch a view that has exact places
const FURTHEST = 2;             // the smallest zoom, unless all events together need a smaller one

// The narrowest window of longitudes over these [west, east]; its east may lie beyond 180.
function narrowest(spans) {
  spans.sort((a, b) => a[0] - b[0]);
  const west = spans[0][0];
  let east = spans[0][1], gap = 0, after = west, before = east;
  for (const [from, to] of spans) {
    if (from - east > gap) [gap, after, before] = [from - east, from, east];
    if (to > east) east = to;
  }
  // Over the date line only where that is much narrower: readers know the world with the Atlantic in its middle.
  return 360 - gap < 0.7 * (east - west) ? [after, before + 360] : [west, east];
}

// [west, south, east, north] of each part of an area.
function boxesOf({ geometry }) {
  const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : geometry.type === "Polygon" ? [geometry.coordinates] : [];
  return polygons.map(([ring]) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of ring) {
      if (lon < box[0]) box[0] = lon;
      if (lat < box[1]) box[1] = lat;
      if (lon > box[2]) box[2] = lon;
      if (lat > box[3]) box[3] = lat;
    }
    return box;
  });
}

// The bounds of an area with all its parts.
function areaBounds(area) {
  const boxes = area.all ??= boxesOf(area);
  const [west, south] = [0, 1].map((k) => Math.min(...boxes.map((box) => box[k])));
  const [east, north] = [2, 3].map((k) => Math.max(...boxes.map((box) => box[k])));
  return boxes.length ? L.latLngBounds([south, west], [north, east]) : L.geoJSON(area.geometry).getBounds();
}

// The parts of an area that matter for a view: not Alaska with the United States, all of Indonesia.
function mainBoxes(area) {
  const boxes = area.all ??= boxesOf(area);
  const size = ([west, south, east, north]) => (east - west) * (north - south) * Math.cos(((south + north) / 2) * (Math.PI / 180));
  const largest = Math.max(...boxes.map(size));
  return boxes.filter((box) => size(box) >= largest / 2);
}

// The bounds of these events and their areas; null where none is located.
function boundsOf(indices) {
  const { lat, lon, kind } = store.columns;
  const spans = new Map();  // by spot: many events are at few places
  let south = 90, north = -90, exact = false;
  const take = (key, [w, s, e, n]) => {
    spans.set(key, [w, e]);
    south = Math.min(south, s);
    north = Math.max(north, n);
  };
  for (const i of indices) {
    if (kind[i] === UNLOCATED) continue;
    exact ||= kind[i] === POINT;
    take(spots.of[i], [lon[i], lat[i], lon[i], lat[i]]);
  }
  if (!spans.size) return null;
  const wanted = new Set(indices);
  eventMap.areas.forEach((area, k) => {
    if (!area.events.some((i) => wanted.has(i))) return;
    area.boxes ??= mainBoxes(area);
    area.boxes.forEach((box, part) => { if (!exact || box[2] - box[0] <= WIDE) take(`${k}/${part}`, box); });
  });
  const [west, east] = narrowest([...spans.values()]);
  return L.latLngBounds([Math.max(south, -85), west], [Math.min(north, 85), east]);
}

// Which spots the map shows now, and which of the shown events lie in or out of sight.
function spotsInSight() {
  const bounds = eventMap.map.getBounds(), west = bounds.getWest(), width = bounds.getEast() - west;
  const south = bounds.getSouth(), north = bounds.getNorth();
  // What lies nearer to a pole than the map reaches is drawn at its edge.
  const reached = (lat) => Math.max(-MERCATOR_END, Math.min(MERCATOR_END, lat));
  return Uint8Array.from(spots.features, ({ geometry: { coordinates: [lon, lat] } }) =>
    reached(lat) >= south && reached(lat) <= north && (((lon - west) % 360) + 360) % 360 <= width);
}
const inSight = (sight, i) => spots.of[i] >= 0 && sight[spots.of[i]] === 1;
function inSightCount(sight = spotsInSight()) {
  return shown.reduce((sum, i) => sum + inSight(sight, i), 0);
}
function outOfSight(sight = spotsInSight()) {
  return shown.reduce((sum, i) => sum + (spots.of[i] >= 0 && !inSight(sight, i)), 0);
}

// Room around the events: for their symbols and names, the buttons on the right and the legend below.
function room() {
  const { x, y } = eventMap.map.getSize();
  const side = Math.min(48, Math.max(34, x / 12)), edge = Math.min(48, Math.max(24, y / 10));
  const bare = document.documentElement.matches(".picture, .embed");
  return { left: L.point(side, edge), right: L.point(bare ? side : side + 40, edge + Math.min(24, y / 20)) };
}

// The closest zoom that shows these bounds; 0 in a frame without room, such as one that is not shown yet.
function zoomOver(bounds) {
  const { left, right } = room(), zoom = eventMap.map.getBoundsZoom(bounds, false, left.add(right));
  return Number.isFinite(zoom) ? zoom : 0;
}

// The centre and zoom that show these bounds, no more of the poles than need be.
function viewOf(bounds) {
  const { map } = eventMap, { left, right } = room();
  const zoom = Math.max(0, Math.min(CLOSEST, zoomOver(bounds)));
  const at = (latitude, longitude = 0) => map.project([latitude, longitude], zoom);
  const shift = right.subtract(left).divideBy(2);
  const middle = at(bounds.getSouth(), bounds.getWest()).add(at(bounds.getNorth(), bounds.getEast())).divideBy(2).add(shift);
  const half = map.getSize().y / 2;
  const top = Math.min(at(NORTH).y, at(bounds.getNorth()).y - left.y), bottom = Math.max(at(SOUTH).y, at(bounds.getSouth()).y + right.y);
  middle.y = 2 * half >= bottom - top ? (top + bottom) / 2 : Math.min(Math.max(middle.y, top + half), bottom - half);
  return { centre: map.unproject(middle, zoom), zoom };
}

// Zooming out reaches all events there are, whatever is filtered.
function reachAll() {
  const bounds = boundsOf(Array.from({ length: store.n }, (_, i) => i));
  const { left, right } = room();
  const zoom = bounds ? zoomOver(bounds) : FURTHEST;
  eventMap.map.options.minZoom = 0;
  // Once around the globe, with room for the symbols at its edges.
  const round = Math.log2(Math.max(1, eventMap.map.getSize().x - left.x - right.x) / 256);
  eventMap.map.setMinZoom(Math.max(0, Math.min(FURTHEST, zoom, round)));
}
