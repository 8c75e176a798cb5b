// The reading view: the article's text with its places and events highlighted, linked both ways to
// the map. For a corpus, the article of the chosen event.

const reading = {
  available: page.articles > 0,
  articles: null,
  shown: null,

  create() {
    this.node = el("div", { class: "reading", tabindex: "0", role: "region", "aria-label": say("tab.reading") });
    return this.node;
  },

  // The article of an index; long ones are packed and unpacked when first read.
  async article(index) {
    this.articles ??= block("dateline-articles") ?? [];
    const article = this.articles[index];
    if (typeof article !== "string") return article;
    return (this.articles[index] = await unpackJson(article));
  },

  async draw(index) {
    if (!this.available) return;
    this.shown = index;
    const article = await this.article(index);
    if (!article) return;
    await store.load(article.events);
    if (this.shown !== index) return;
    const published = article.published ? formatDay(article.published) : null;
    this.node.replaceChildren(
      page.articles > 1 ? el("header", {},
        article.title && !this.opensWith(article, article.title) ? el("h2", { dir: "auto" }, article.title) : null,
        el("p", { class: "fine" }, [article.source, published].filter(Boolean).join(" · "))) : "",
      el("div", { class: "prose", lang: article.language }, ...this.paragraphs(article)),
    );
    this.node.scrollTop = 0;
    this.markSelected();
  },

  // Many a text begins with its title, which then is the heading of it.
  opensWith: (article, title) => article.text.trimStart().split("\n", 1)[0].trim() === title.trim(),

  paragraphs(article) {
    const titled = Boolean(article.title) && this.opensWith(article, article.title);
    return Array.from(article.text.matchAll(/[^\n]*\S[^\n]*/g), (match, k) =>
      el(titled && k === 0 ? "h2" : "p", { dir: "auto" }, ...this.inline(article, match.index, match.index + match[0].length)));
  },

  // Sentences that tell of events are buttons to them; inside and outside of them places are marked.
  inline(article, from, to) {
    const nodes = [];
    let at = from;
    const plain = (start, end) => {
      const marks = article.places
        .filter(([s, e]) => s >= start && e <= end)
        .map(([s, e, kind, name]) => [s - start, e - start, kind, name]);
      return marked(article.text.slice(start, end), marks, (kind, text, name) => el("span", { class: `toponym ${kind}`, title: name || null }, text));
    };
    for (const [s, e, events] of article.told) {
      const start = Math.max(s, from), end = Math.min(e, to);
      if (start >= end || start < at) continue;
      nodes.push(...plain(at, start));
      const first = store.event(events[0]);
      nodes.push(el("span", {
        class: `told c-${first?.class ?? "other"}`, role: "button", tabindex: "0", "data-events": events.join(" "),
        onclick: () => this.choose(events), onkeydown: (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          this.choose(events);
        },
      }, ...plain(start, end)));
      at = end;
    }
    nodes.push(...plain(at, to));
    return nodes;
  },

  // A sentence may tell of several events: each choice goes on to the next.
  choose(events) {
    const visible = events.filter((i) => isShown[i]);
    const pool = visible.length ? visible : events;
    select(pool[(pool.indexOf(state.selected) + 1) % pool.length], { keepTab: true });
  },

  markSelected(scroll = false) {
    let first = null;
    for (const node of this.node?.querySelectorAll(".told") ?? []) {
      const on = node.dataset.events.split(" ").includes(String(state.selected));
      node.classList.toggle("selected", on);
      if (on) first ??= node;
    }
    if (scroll) scrollWithin(this.node, first);
  },
};

function articleOf(event) {
  return event.source ?? page.sources[event.article] ?? null;
}

async function readEvent(i) {
  const event = store.event(i);
  showTab("reading");
  if (reading.shown !== event.article) await reading.draw(event.article);
  reading.markSelected(true);
}
