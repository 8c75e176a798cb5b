// The story: the map told in steps, with a headline, the sentence that says so and a view each. Next and back by
// button, arrow key and swipe; #story=3 is the third step.

const STEP_ZOOM = 6, SWIPE = 40;

const story = {
  steps: page.story.steps,
  available: page.story.steps.length > 0,
  at: null,

  create() {
    this.place = el("p", { class: "fine", role: "status" });
    this.bar = el("span");
    this.card = el("article", { class: "step", tabindex: "0" });
    const turn = (key, by) => el("button", { type: "button", class: "turn", id: `story-${key}`, onclick: () => this.show(this.at + by) }, say(`story.${key}`));
    this.back = turn("back", -1);
    this.next = turn("next", 1);
    this.node = el("div", { class: "story" },
      el("div", { class: "story-head" }, this.place, el("div", { class: "story-bar", "aria-hidden": "true" }, this.bar)),
      this.card,
      el("div", { class: "story-turn" }, this.back, this.next));
    let from = null;
    this.node.addEventListener("touchstart", (event) => { from = event.touches[0]; }, { passive: true });
    this.node.addEventListener("touchend", (event) => {
      const to = event.changedTouches[0];
      const x = to.clientX - from.clientX, y = to.clientY - from.clientY;
      if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) this.show(this.at + (x < 0 ? 1 : -1) * forwards());
    });
    document.addEventListener("keydown", (event) => {
      if (state.tab !== "story" || event.target.closest?.("input, textarea, select, [role=tablist], .leaflet-container")) return;
      const by = { ArrowRight: forwards(), ArrowLeft: -forwards() }[event.key];
      if (!by) return;
      event.preventDefault();
      this.show(this.at + by);
    });
    return this.node;
  },

  // Show a step; beyond the first and last nothing happens.
  async show(k) {
    if (!(k >= 0 && k < this.steps.length)) return;
    this.at = k;
    const { event: i, headline, caption, view } = this.steps[k];
    if (i !== null) await store.load([i]);
    if (i !== null && isDoubtful(i) && !state.doubtful) {
      state.doubtful = true;  // an editor tells it
      await changed();
    }
    if (this.at !== k) return;
    const event = i === null ? null : store.event(i);
    this.place.textContent = say("story.place", { n: formatNumber(k + 1), all: formatNumber(this.steps.length) });
    this.bar.style.width = `${(100 * (k + 1)) / this.steps.length}%`;
    this.card.replaceChildren(...this.content(i, event, headline, caption));
    this.card.scrollTop = 0;
    this.back.disabled = k === 0;
    this.next.disabled = k === this.steps.length - 1;
    eventMap.map.closePopup();
    state.selected = i !== null && isShown[i] ? i : null;
    list.markSelected();
    this.move(i, view);
    eventMap.markSelected();
    writeHash();
  },

  content(i, event, headline, caption) {
    const article = event && articleOf(event);
    const link = safeLink(article?.url);
    const quote = event?.quotes[0];
    return [
      event ? el("p", { class: "kicker" }, symbol({ name: event.class, size: 13, hollow: isHollow(i) }), el("span", {}, say(`class.${event.class}`))) : "",
      el("h2", { dir: "auto" }, headline ?? (event ? headlineOf(event) : "")),
      event ? el("p", { class: "fine" }, el("span", { dir: "auto" }, placeWords(event)), " · ", dateWords(event)) : "",
      event ? tollLine(event, "p") : "",
      caption ? el("p", { class: "caption", dir: "auto" }, caption) : "",
      quote ? el("blockquote", { dir: "auto" }, ...marked(quote.text, quote.marks)) : "",
      article ? el("p", { class: "source" },
        article.source ? el("cite", { dir: "auto" }, article.source) : null,
        article.published ? el("span", {}, formatDay(article.published, "short")) : null,
        link ? sourceLink(link) : null) : "",
    ].filter(Boolean);
  },

  move(i, view) {
    const { map } = eventMap, how = { animate: Boolean(this.isOpen) && !reducedMotion() };
    // Leaflet drops a view that it is told while it zooms: who turns pages fast gets the last one.
    if (map._animatingZoom) {
      const k = this.at;
      return map.once("moveend", () => { if (this.at === k) this.move(i, view); });
    }
    this.isOpen = true;
    if (view) return map.setView(nearestCopy({ lat: view[1], lng: view[2] }), view[0], how);
    if (i === null || spots.of[i] < 0) return map;
    const area = store.columns.kind[i] === AREA && boundsOf([i]);
    if (area) {
      const { centre, zoom } = viewOf(area);
      return map.setView(nearestCopy(centre), Math.min(zoom, eventMap.zoomAlone(i, STEP_ZOOM)), how);
    }
    return map.setView(nearestCopy(spots.at(spots.of[i])), eventMap.zoomAlone(i, STEP_ZOOM), how);
  },
};

// 1 where one reads to the right, -1 where to the left.
const forwards = () => (getComputedStyle(document.documentElement).direction === "rtl" ? -1 : 1);
