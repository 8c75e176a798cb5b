// The popup of an event: headline, place and date, numbers with who says so, what one side claims
// (set apart), and the quoted sentences with their words marked.

function card(i) {
  const event = store.event(i);
  const article = articleOf(event);
  const context = placeContext(event);
  const link = safeLink(article?.url);
  return el("article", { class: "card", "data-event": event.id },
    el("p", { class: "kicker" },
      symbol({ name: event.class, size: 12, hollow: isHollow(i) }),
      el("span", {}, [say(`class.${event.class}`), event.layer === event.class ? null : say(`layer.${event.layer}`)].filter(Boolean).join(" · ")),
    ),
    el("h3", { dir: "auto", tabindex: "-1", "aria-level": 2 }, headlineOf(event)),
    el("p", { class: "scene" },
      el("strong", { dir: "auto" }, placeWords(event)), context.length ? ", " : null, ...context,
      el("span", { class: "fine", dir: "auto" }, placePrecision(event)),
    ),
    el("p", { class: "scene" },
      el("strong", {}, dateWords(event)), el("span", { class: "fine" }, datePrecision(event)),
    ),
    isDoubtful(i) ? el("p", { class: "doubted" }, say("unsure.why", { percent: formatPercent(event.score) })) : null,
    actors(event.actors),
    numbers([event.killed, event.injured, ...event.counts]),
    el("div", { class: "quotes" }, ...told(event.quotes).map((quote) => el("blockquote", { dir: "auto" }, ...marked(quote.text, quote.marks)))),
    claims(event.claims, event.quotes),
    event.type ? el("p", { class: "fine", dir: "auto" }, [event.type, event.sub].filter(Boolean).join(" · ")) : null,
    el("p", { class: "source" },
      article && (article.source || article.title) ? el("cite", { dir: "auto" }, [article.source, article.title].filter(Boolean).join(": ")) : null,
      article?.published ? el("span", {}, formatDay(article.published, "short")) : null,
      link ? sourceLink(link) : null,
      event.article !== null && reading.available ? el("button", { type: "button", class: "plain", onclick: () => readEvent(i) }, say("read.open")) : null,
    ),
  );
}

// Only web links are links; anything else stays text.
function safeLink(url) {
  return /^https?:\/\//i.test(url ?? "") ? url : null;
}

const sourceLink = (link) => el("a", { href: link, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, `${say("source.open")} (${hostOf(link)})`);
const hostOf = (link) => { try { return new URL(link).host; } catch { return "?"; } };

// What is told twice is shown once.
const told = (quotes) => quotes.filter((quote, k) => quotes.findIndex((other) => other.text === quote.text) === k);
const sameCount = (a, b) => a.what === b.what && a.low === b.low && a.high === b.high && a.speaker === b.speaker;

// A number in words, with those it is of: "11 soldiers", "1 (a farmer)", "nobody".
function countWords(count) {
  const { low, high, qualifier, words } = count, n = formatNumber(low ?? high ?? 0);
  if (high === 0) return say("count.none");
  if (!isTranslated || (low === null && high === null)) return words;
  if (low === null || high === null) return say(low === null ? "number.most" : "number.least", { n });
  return low === high ? (qualifier ? say("number.about", { n }) : n) : say("number.range", { low: n, high: formatNumber(high) });
}
// The numbers of the articles are in English, so a page in another language says them itself.
const isTranslated = !page.language.startsWith("en");

// Who was harmed, in one line; nothing where nobody was.
function tollLine(event, tag = "span") {
  const harmed = [event.killed, event.injured].filter(isHarmed);
  return harmed.length ? el(tag, { class: "row-toll", dir: "auto" }, harmed.map((count) => `${countWords(count)} ${countName(count.what)}`).join(" · ")) : null;
}
const isHarmed = (count) => Boolean(count && (count.low || count.high || (count.low === null && count.high === null)));

function numbers(counts, known = null) {
  const given = counts.filter(Boolean).filter((count, k, all) => all.findIndex((other) => sameCount(other, count)) === k);
  if (!given.length) return null;
  return el("dl", { class: "numbers" }, ...given.flatMap((count) => [
    el("dt", { dir: "auto" }, countName(count.what)),
    el("dd", {},
      el("span", { dir: "auto" }, el("b", {}, countWords(count)), count.of ? ` ${count.of}` : ""),
      count.speaker && count.speaker !== known ? el("span", { class: "fine" }, ...saidBy(count.speaker)) : null),
  ]));
}

// Who says so, in words: "officials" below a number would be those it is of.
function saidBy(speaker) {
  const [before, after] = say("said.by", { who: "\n" }).split("\n");
  return [before, el("bdi", {}, speaker), after];
}

const countName = (what) => LABELS[`count.${what}`] ?? what;

function actors(list) {
  if (!list.length) return null;
  return el("p", { class: "actors" }, ...list.map(({ name, role }) =>
    el("span", { class: "actor" }, el("span", { class: "fine" }, `${say(`actor.${role}`)} `), el("span", { dir: "auto" }, name))));
}

function claims(list, quotes) {
  if (!list.length) return null;
  const shown = new Set(quotes.map((quote) => quote.text));
  return el("section", { class: "claims", "aria-label": say("claims") },
    el("h4", { "aria-level": 3 }, say("claims")),
    ...list.map((claim) => el("div", { class: "claim" },
      el("p", {}, el("strong", { dir: "auto" }, claim.speaker ?? say("claims.somebody")), ` ${say(`stance.${claim.stance}`)}`),
      numbers(claim.counts, claim.speaker),
      shown.has(claim.text) ? null : el("blockquote", { dir: "auto" }, claim.text))));
}

// Text with some of its characters marked. Marks are [start, end, kind], sorted, not overlapping.
function marked(text, marks, wrap = (kind, part) => el("mark", { class: kind }, part)) {
  const nodes = [];
  let at = 0;
  for (const [start, end, kind, ...rest] of marks) {
    nodes.push(text.slice(at, start), wrap(kind, text.slice(start, end), ...rest));
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

// The popup of many events at one place is a list of them.
function openSpot(at, events) {
  const list = el("ol", { class: "spot-list" });
  const more = el("button", { type: "button", class: "plain" }, say("list.more"));
  let done = 0;
  const grow = async () => {
    const next = events.slice(done, done + 100);
    await store.load(next);
    for (const i of next) list.append(row(i));
    done += next.length;
    more.hidden = done >= events.length;
  };
  more.addEventListener("click", grow);
  grow().then(() => popup(at, el("div", { class: "card" }, el("h3", { tabindex: "-1", "aria-level": 2 }, sayCount("events", events.length)), list, more)));
}

function popup(at, content, options = {}) {
  eventMap.map.closePopup();
  const wide = window.innerWidth > 720;
  L.popup({
    maxWidth: wide ? 360 : Math.min(330, window.innerWidth - 92), minWidth: wide ? 320 : 230,
    maxHeight: Math.max(180, Math.round(eventMap.map.getSize().y * (wide ? 0.66 : 0.56))),
    autoPanPaddingTopLeft: [16, 16], autoPanPaddingBottomRight: [56, 16],
    closeButton: true, className: "event-popup", ...options,
  }).setLatLng(at).setContent(content).openOn(eventMap.map);
  const close = document.querySelector(".leaflet-popup-close-button");
  close?.setAttribute("aria-label", say("close"));
}
