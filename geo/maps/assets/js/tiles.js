// Online tiles are a choice: nothing is fetched until somebody makes it, and where nothing comes, the
// page says so and goes back to its own basemap.

const TILES_PATIENCE = 15000;  // milliseconds without any tile

function tileChoice() {
  if (!page.tiles) return null;
  const { map } = eventMap;
  const { url, attribution, options } = page.tiles;
  let tiles = null, patience;
  const button = el("button", { type: "button", class: "icon", id: "tiles", "aria-pressed": "false", title: say("tiles"), "aria-label": say("tiles") }, icon("layers"));

  const mark = () => {
    button.setAttribute("aria-pressed", String(Boolean(tiles)));
    map.getContainer().classList.toggle("tiled", Boolean(tiles));
  };
  const remove = () => {
    clearTimeout(patience);
    tiles.remove();
    tiles = null;
    map.attributionControl.removeAttribution(attribution);
    mark();
  };
  const add = () => {
    // Tile services refuse who does not say where the tiles are shown; the origin says enough, the rest of
    // the address (it may be of an intranet) stays here.
    const added = tiles = L.tileLayer(url, { ...options, referrerPolicy: "strict-origin" });
    let came = false;
    const none = () => {
      if (came || tiles !== added) return;
      remove();
      notice(say("tiles.failed", { host: new URL(url.replace(/\{.*?\}/g, "0")).host }));
    };
    added.on("tileload", () => { came = true; });
    added.on("load", none);  // all tiles of the view were answered, be it with an error
    patience = setTimeout(none, TILES_PATIENCE);
    map.attributionControl.addAttribution(attribution);
    mark();
    added.addTo(map);
  };
  button.addEventListener("click", () => (tiles ? remove() : add()));
  return button;
}
