// The side list, in time order, with what could not be located in its own part below. It is the
// screen reader's and the keyboard's way through the events; it grows as it is scrolled.

const PAGE = 40;
const PARTS = ["", "list.undated", "list.background", "list.unlocated", "list.doubtful"];

// The parts of the list: the news, what has no day, what the news tells of the past, what could not be located, and
// what is unsure.
function part(i) {
  if (isDoubtful(i)) return 4;
  if (store.columns.kind[i] === UNLOCATED) return 3;
  if (LAYERS[store.columns.layer[i]] === "background") return 2;
  return store.columns.from[i] === NO_DAY ? 1 : 0;
}

const list = {
  node: null, status: null, drawnRows: 0, order: [],

  create() {
    this.node = el("ol", { class: "events", id: "events" });
    this.status = el("p", { class: "status", role: "status", "aria-live": "polite" });
    const heaviest = page.total > store.n
      ? el("p", { class: "heaviest" }, say("list.heaviest", { n: formatNumber(store.n), all: formatNumber(page.total) })) : "";
    this.box = el("input", { type: "checkbox", id: "in-view" });
    this.box.addEventListener("change", () => { state.inView = this.box.checked; this.draw(); writeHash(); });
    this.inside = el("span", { class: "fine" });
    this.turn = el("button", { type: "button", class: "plain", id: "order", onclick: () => { state.newestFirst = !state.newestFirst; this.draw(); writeHash(); } });
    this.outside = el("button", { type: "button", class: "plain", id: "outside", onclick: () => eventMap.fit(!reducedMotion()) });
    const sight = el("p", { class: "sight" }, el("label", {}, this.box, ` ${say("list.in_view")} `, this.inside), this.turn, this.outside);
    this.fold = el("button", { type: "button", class: "plain fold", id: "unsure", onclick: () => { state.doubtful = !state.doubtful; changed(); } });
    this.scroller = el("div", { class: "scroller", tabindex: "-1" }, heaviest, this.status, store.n ? sight : "", this.node, this.fold);
    this.scroller.addEventListener("scroll", () => {
      const { scrollTop, clientHeight, scrollHeight } = this.scroller;
      if (scrollTop + clientHeight > scrollHeight - 600) this.grow();
    });
    this.node.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const rows = [...this.node.querySelectorAll("button.row")];
      rows[rows.indexOf(document.activeElement) + step]?.focus();
    });
    return this.scroller;
  },

  // How many of the events the map shows, and how many of those that are searched for it does not.
  syncSwitch(sight = spotsInSight()) {
    this.fold.hidden = !doubtfulCount;
    this.fold.textContent = say(state.doubtful ? "unsure.hide" : "unsure.show", { n: formatNumber(doubtfulCount) });
    this.box.checked = state.inView;
    this.turn.textContent = say(state.newestFirst ? "list.oldest" : "list.newest");
    this.inside.textContent = formatNumber(inSightCount(sight));
    const out = outOfSight(sight);
    this.outside.hidden = !out || !(isFiltered() || state.inView);
    this.outside.textContent = sayCount("list.outside", out);
  },

  // The map was moved.
  async follow() {
    if (state.inView) await this.draw();
    else this.syncSwitch();
  },

  async draw() {
    const parts = PARTS.map(() => []), sight = spotsInSight();
    this.syncSwitch(sight);
    for (const i of shown) if (!state.inView || inSight(sight, i)) parts[part(i)].push(i);
    if (state.newestFirst) parts.forEach((each) => each.reverse());
    this.order = parts.flat();
    this.node.replaceChildren();
    this.drawnRows = 0;
    this.scroller.scrollTop = 0;
    this.status.textContent = statusWords();
    await this.grow();
  },

  async grow(upTo = this.drawnRows + PAGE) {
    if (this.drawnRows >= this.order.length) return;
    const order = this.order, from = this.drawnRows, next = order.slice(from, upTo);
    this.drawnRows = from + next.length;
    await store.load(next);
    if (order !== this.order) return;
    next.forEach((i, k) => {
      const before = from + k === 0 ? 0 : part(order[from + k - 1]);
      if (part(i) > before) this.node.append(el("li", { class: "divider" }, say(PARTS[part(i)])));
      this.node.append(row(i));
    });
    this.markSelected();
  },

  async show(i) {
    const at = this.order.indexOf(i);
    if (at < 0) return;
    if (at >= this.drawnRows) await this.grow(at + PAGE);
    scrollWithin(this.scroller, this.node.querySelector(`[data-row="${i}"]`));
  },

  markSelected() {
    for (const button of document.querySelectorAll("button.row")) {
      const on = Number(button.dataset.row) === state.selected;
      button.classList.toggle("selected", on);
      if (on) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  },
};

// Bring a node of a scrolling box into its view, without moving anything around the box.
function scrollWithin(box, node) {
  if (!node) return;
  const outer = box.getBoundingClientRect(), inner = node.getBoundingClientRect();
  const above = inner.top - outer.top - 12, below = inner.bottom - outer.bottom + 12;
  const by = above < 0 ? above : below > 0 ? Math.min(below, above) : 0;
  if (by) box.scrollBy({ top: by, behavior: reducedMotion() ? "auto" : "smooth" });
}

function row(i) {
  const event = store.event(i);
  return el("li", {},
    el("button", { type: "button", class: `row layer-${event.layer}`, "data-row": i, onclick: () => select(i, { focus: "popup" }) },
      el("span", { class: "row-symbol" }, symbol({ name: event.class, size: event.layer === "incident" ? 15 : 12, hollow: isHollow(i), pale: event.layer !== "incident" })),
      el("span", { class: "row-text" },
        el("span", { class: "row-head", dir: "auto" }, headlineOf(event)),
        el("span", { class: "row-meta" },
          el("span", { dir: "auto" }, event.at || event.place ? placeWords(event) : say("place.none")),
          el("span", {}, dateWords(event)),
        ),
        tollLine(event),
      ),
    ),
  );
}

// What is shown and what is missing, in words.
function statusWords() {
  const { kind } = store.columns;
  const lost = shown.filter((i) => kind[i] === UNLOCATED).length;
  if (!store.n) return say("list.none");
  // What is folded away as unsure is not among those that the filters choose from.
  const all = state.doubtful ? store.n : store.n - store.columns.score.reduce((sum, _, i) => sum + isDoubtful(i), 0);
  if (!shown.length) return say("list.filtered_out", { n: formatNumber(all) });
  const total = isFiltered() || page.total > store.n
    ? say("list.some", { n: formatNumber(shown.length), all: sayCount("events", isFiltered() ? all : page.total) })
    : sayCount("events", shown.length);
  return lost ? `${total} · ${sayCount("list.lost", lost)}` : total;
}
