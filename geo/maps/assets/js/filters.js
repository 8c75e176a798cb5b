// Search and facets: what is left out is left out of list, map and copies alike.

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
  if (!store.n) return;  // there are no controls then
  document.getElementById("search").value = state.query;
  facets.draw();
  list.syncSwitch();
  timeline.sync();
}

// Small line icons, drawn here so that the page needs no icon font.
const ICONS = {
  play: "M4 2.5 13 8 4 13.5Z",
  pause: "M4 3H6.5V13H4ZM9.5 3H12V13H9.5Z",
  share: "M8 1.5v8M4.8 4.5 8 1.5l3.2 3M3 8v6h10V8",
  shade: "M2 2h5v5H2ZM9 2h5v5H9ZM2 9h5v5H2ZM9 9h5v5H9Z",
  full: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  layers: "M8 2 14 5.5 8 9 2 5.5ZM2 8.5 8 12l6-3.5M2 11.3 8 14.8l6-3.5",
  key: "M2 4h2M7 4h7M2 8h2M7 8h7M2 12h2M7 12h7",
  fit: "M8 1v3M8 12v3M1 8h3M12 8h3M8 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8",
};
const icon = (name) => svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, class: `glyph ${name}`, "aria-hidden": "true", focusable: "false" }, svg("path", { d: ICONS[name] }));
