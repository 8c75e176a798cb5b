// One colour and one shape for each class of event: the colours come with the style (geo/layers/symbols.py), the
// shapes repeat what they say for those who see none.

const CLASSES = {
  violence: { shape: "circle" },
  protest: { shape: "triangle" },
  disaster: { shape: "square" },
  accident: { shape: "wedge" },
  crime: { shape: "diamond" },
  health: { shape: "cross" },
  diplomacy: { shape: "pentagon" },
  statement: { shape: "bubble" },
  other: { shape: "hexagon" },
};
const CLASS_NAMES = Object.keys(CLASSES);
const LAYERS = ["incident", "statement", "diplomacy", "background"];
const dark = matchMedia("(prefers-color-scheme: dark)");

const polygon = (corners, turn = 0, radius = 1) =>
  Array.from({ length: corners }, (_, k) => {
    const angle = turn + (2 * Math.PI * k) / corners;
    return [Math.sin(angle) * radius, -Math.cos(angle) * radius];
  });
const closed = (points) => `M${points.map((p) => p.map((v) => v.toFixed(3)).join(" ")).join("L")}Z`;

// Outlines in a unit circle; areas are alike, so that no class looks larger than another.
const SHAPES = {
  circle: "M0 -.9A.9 .9 0 1 1 0 .9A.9 .9 0 1 1 0 -.9Z",
  square: "M-.8 -.8H.8V.8H-.8Z",
  triangle: closed([[0, -1.05], [1.05, 0.8], [-1.05, 0.8]]),
  wedge: closed([[0, 1.05], [1.05, -0.8], [-1.05, -0.8]]),
  diamond: closed(polygon(4, 0, 1.12)),
  pentagon: closed(polygon(5, 0, 1.05)),
  hexagon: closed(polygon(6, Math.PI / 6, 1)),
  cross: "M-.36 -1H.36V-.36H1V.36H.36V1H-.36V.36H-1V-.36H-.36Z",
  bubble: "M-.95 -.8H.95V.5H-.05L-.5 1V.5H-.95Z",
};

const toll = (event) => sum(event.killed) + sum(event.injured);
const sum = (count) => (count ? (count.low ?? count.high ?? 0) : 0);

// Diameter in pixels: 12 to 28 by the square root of the toll (full size at 200), quieter layers smaller.
function diameter(tollCount, layer) {
  const size = 12 + 16 * Math.sqrt(Math.min(tollCount, 200) / 200);
  return layer === "incident" ? Math.max(size, 14) : Math.min(size, 12);
}

// The symbol of one event. Hollow says that place or date is not exactly known.
function symbol({ name, size, hollow = false, pale = false, shape = CLASSES[name].shape }) {
  const r = size / 2;
  const box = size + 8;
  const root = svg("svg", {
    class: `symbol${hollow ? " hollow" : ""}${pale ? " pale" : ""}`,
    width: box, height: box, viewBox: `${-box / 2} ${-box / 2} ${box} ${box}`, "aria-hidden": "true", focusable: "false",
  });
  const d = SHAPES[shape];
  const scale = `scale(${r.toFixed(2)})`;
  root.append(
    svg("path", { d, transform: scale, class: "halo" }),
    ...(hollow ? [svg("path", { d, transform: scale, class: "edge" })] : []),
    svg("path", { d, transform: scale, class: `body c-${name}` }),
  );
  return root;
}

const ringSize = (total) => 28 + Math.min(22, 5 * Math.log2(total));

// A cluster is a ring whose arcs show its mix of classes around the number of events.
function ring(mix, total) {
  const size = ringSize(total);
  const r = size / 2 - 3;
  const root = svg("svg", {
    class: "symbol ring", width: size + 6, height: size + 6,
    viewBox: `${-size / 2 - 3} ${-size / 2 - 3} ${size + 6} ${size + 6}`, "aria-hidden": "true", focusable: "false",
  });
  root.append(svg("circle", { r: r + 3.5, class: "ring-ground" }), svg("circle", { r, class: "ring-edge" }));
  for (const [name, from, to] of arcs(mix, total)) {
    root.append(
      from === 0 && to === 1
        ? svg("circle", { r, class: `arc c-${name}` })
        : svg("path", { d: arcPath(r, from, to), class: `arc c-${name}` }),
    );
  }
  const label = svg("text", { class: "ring-count", "text-anchor": "middle", dy: ".35em" });
  label.textContent = shortNumber(total);
  root.append(label);
  return root;
}

function arcs(mix, total) {
  const result = [];
  let from = 0;
  mix.forEach((n, k) => {
    if (!n) return;
    const to = from + n / total;
    result.push([CLASS_NAMES[k], from, Math.abs(to - 1) < 1e-9 ? 1 : to]);
    from = to;
  });
  return result;
}

function arcPath(r, from, to) {
  const at = (t) => {
    const angle = 2 * Math.PI * t;
    return `${(Math.sin(angle) * r).toFixed(2)} ${(-Math.cos(angle) * r).toFixed(2)}`;
  };
  return `M${at(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}`;
}

const shortNumber = (n) =>
  n < 1000 ? String(n) : n < 1e4 ? `${(n / 1000).toFixed(1)}k` : n < 1e6 ? `${Math.round(n / 1000)}k` : `${(n / 1e6).toFixed(1)}M`;
