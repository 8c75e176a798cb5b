// Time: a histogram of the days, stacked by class, over an axis, with a handle at either end. It plays all that has
// happened so far, or a window of a day, a week or a month that moves from event to event.

const PLAY_STEPS = 40, PLAY_PAUSE = 700;  // milliseconds at simple speed
const WINDOWS = ["all", "day", "week", "month"];
const SPEEDS = [0.5, 1, 2, 4];
const TICK_LETTER = 2.1;  // percent of the axis that a letter takes
const TICKS = 5;  // at most so many dates below the histogram

const dateOf = (day) => new Date(day * DAY);
// Date.UTC takes the years 0 to 99 for those of the last century.
const dayOf = (year, month = 0, date = 1) => Math.round(new Date(0).setUTCFullYear(year, month, date) / DAY);

// The first and last day of the window of a kind that holds a day.
function windowAt(kind, day) {
  if (kind === "day") return [day, day];
  if (kind === "week") {
    const monday = day - ((((day + 3) % 7) + 7) % 7);  // the first of January 1970 was a Thursday
    return [monday, monday + 6];
  }
  const date = dateOf(day), year = date.getUTCFullYear(), month = date.getUTCMonth();
  return [dayOf(year, month), dayOf(year, month + 1) - 1];
}

// Round dates in a span of days, few enough to be read, and how they are written.
function ticksOf(first, last) {
  const span = last - first + 1;
  const steps = [[1, "date"], [2, "date"], [7, "date"], [14, "date"], ...[1, 2, 3, 6].map((n) => [n, "month"]),
    ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map((n) => [n, "year"])];
  const length = { date: 1, month: 30.4, year: 365.25 };
  const [step, unit] = steps.find(([n, kind]) => span / (n * length[kind]) <= TICKS) ?? steps.at(-1);
  const days = [], start = dateOf(first);
  for (let k = 0; k <= TICKS + 1; k++) {
    const year = start.getUTCFullYear(), month = start.getUTCMonth();
    const day = unit === "date" ? first + k * step
      : unit === "month" ? dayOf(year, (Math.floor(month / step) + k) * step)
      : dayOf((Math.floor(year / step) + k) * step);
    if (day >= first && day <= last) days.push(day);
  }
  return { days, unit };
}

const timeline = {
  extent: null, bins: 0, node: null, timer: null,

  create() {
    this.extent = dayExtent();
    if (!this.extent || this.extent[0] === this.extent[1]) return null;
    const [first, last] = this.extent;
    const days = last - first + 1;
    this.days = [...new Set(store.columns.from)].filter((day) => day >= first && day <= last).sort((a, b) => a - b);
    this.bins = Math.min(days, 48);
    this.width = days / this.bins;
    this.chart = svg("svg", { class: "histogram", viewBox: `0 0 ${this.bins} 40`, preserveAspectRatio: "none", "aria-hidden": "true" });
    const slider = (edge) => {
      const input = el("input", { type: "range", min: first, max: last, step: 1, class: `edge ${edge}`, "aria-label": say(`time.${edge}`) });
      input.addEventListener("input", () => {
        this.stop();
        const value = Number(input.value);
        if (edge === "from") this.set(Math.min(value, state.to ?? last), state.to);
        else this.set(state.from, Math.max(value, state.from ?? first));
      });
      return input;
    };
    const choice = (id, values, words, value) => {
      const select = el("select", { id: `time-${id}`, "aria-label": say(`time.${id}`) }, ...values.map((each) => el("option", { value: each, selected: each === value }, words(each))));
      return select;
    };
    this.from = slider("from");
    this.to = slider("to");
    this.label = el("output", { class: "fine" });
    this.kind = choice("window", WINDOWS, (kind) => say(`time.window.${kind}`), "all");
    this.kind.addEventListener("change", () => this.choose());
    this.speed = choice("speed", SPEEDS, (speed) => `× ${formatNumber(speed)}`, 1);
    this.play = el("button", { type: "button", class: "icon play", "aria-label": say("time.play"), onclick: () => (this.timer ? this.stop() : this.start()) }, icon("play"));
    this.node = el("section", { class: "timeline", "aria-label": say("time") },
      el("div", { class: "time-head" }, this.play, this.label, el("span", { class: "time-how" }, this.kind, this.speed)),
      el("div", { class: "time-body" }, this.chart, this.from, this.to),
      this.axis());
    // Arrow keys on the button (the handles have their own) go from one window to the next.
    this.play.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      this.stop();
      this.step(by);
    });
    this.sync();
    return this.node;
  },

  axis() {
    const [first, last] = this.extent, { days, unit } = ticksOf(first, last);
    const style_ = { date: { day: "numeric", month: "short" }, month: { month: "short", year: "numeric" }, year: { year: "numeric" } }[unit];
    const format = new Intl.DateTimeFormat(dateLocale, { ...style_, timeZone: "UTC" });
    const axis = el("div", { class: "axis", "aria-hidden": "true" });
    let free = 0;
    for (const day of days) {
      const words = format.format(dateOf(day)), at = (100 * (day - first)) / (last - first + 1);
      const end = at + words.length * TICK_LETTER;
      if (at < free || end > 100) continue;  // it would begin in another, or end beyond the axis
      free = end + 1;
      const tick = el("span", {}, el("bdi", {}, words));
      tick.style.left = `${at}%`;
      axis.append(tick);
    }
    return axis;
  },

  // Narrow to these days; an end that is that of all days is open.
  set(from, to) {
    const [first, last] = this.extent;
    state.from = from === null || from <= first ? null : Math.min(from, last);
    state.to = to === null || to >= last ? null : Math.max(to, first);
    this.sync();
    return changed();
  },

  // Another kind of window: it begins where the time that is shown does.
  choose() {
    const running = Boolean(this.timer);
    this.stop();
    if (this.kind.value === "all") this.set(null, null);
    else this.set(...windowAt(this.kind.value, state.from ?? this.days[0] ?? this.extent[0]));
    if (running) this.start();
  },

  // Go to the next window in which something happened, or back; false where there is none.
  step(by) {
    const [first, last] = this.extent;
    if (this.kind.value === "all") {
      const to = (state.to ?? last) + by * Math.max(1, Math.round((last - first + 1) / PLAY_STEPS));
      if (to < (state.from ?? first) || (by > 0 && state.to === null)) return false;
      this.set(state.from, to);
      return true;
    }
    const [from, to] = windowAt(this.kind.value, state.from ?? first);
    const next = by > 0 ? this.days.find((day) => day > to) : this.days.findLast((day) => day < from);
    if (next === undefined) return false;
    this.set(...windowAt(this.kind.value, next));
    return true;
  },

  // Bars of what passes the other filters; the days left out are pale.
  draw() {
    if (!this.node) return;
    const { columns, n } = store;
    const [first, last] = this.extent;
    const count = Array.from({ length: this.bins }, () => new Uint32Array(CLASS_NAMES.length));
    for (let i = 0; i < n; i++) {
      if (columns.from[i] < first || columns.from[i] > last || state.classesOff.has(CLASS_NAMES[columns.class[i]]) || state.layersOff.has(LAYERS[columns.layer[i]])) continue;
      count[Math.min(this.bins - 1, Math.floor((columns.from[i] - first) / this.width))][columns.class[i]]++;
    }
    const top = Math.max(1, ...count.map((bin) => bin.reduce((a, b) => a + b, 0)));
    this.chart.replaceChildren();
    const from = state.from ?? -Infinity, to = state.to ?? Infinity;
    count.forEach((bin, k) => {
      let y = 40;
      const start = first + k * this.width, inside = start + this.width > from && start <= to;
      bin.forEach((value, c) => {
        if (!value) return;
        const height = Math.max(1.5, (38 * value) / top);
        y -= height;
        this.chart.append(svg("rect", { x: k + 0.08, y, width: 0.84, height, class: `fill c-${CLASS_NAMES[c]}${inside ? "" : " out"}` }));
      });
    });
  },

  sync() {
    if (!this.node) return;
    const [first, last] = this.extent;
    const from = state.from ?? first, to = state.to ?? last;
    this.from.value = from;
    this.to.value = to;
    this.from.setAttribute("aria-valuetext", formatDay(isoDay(from)));
    this.to.setAttribute("aria-valuetext", formatDay(isoDay(to)));
    this.label.textContent = from === to
      ? formatDay(isoDay(from), "short")
      : `${formatDay(isoDay(from), "short")} – ${formatDay(isoDay(to), "short")}`;
  },

  start() {
    const [first, last] = this.extent;
    const atEnd = this.kind.value === "all" ? true : (state.to ?? last) >= last;
    const begin = async () => {
      if (this.kind.value === "all") await this.set(state.from, state.from ?? first);
      else if (atEnd) await this.set(...windowAt(this.kind.value, this.days[0]));
      go();
    };
    const go = () => {
      this.timer = setTimeout(() => {
        if (!this.timer) return;
        if (this.step(1)) go();
        else this.stop();
      }, PLAY_PAUSE / Number(this.speed.value));
    };
    this.timer = setTimeout(begin, 0);
    this.play.replaceChildren(icon("pause"));
    this.play.setAttribute("aria-label", say("time.pause"));
  },

  stop() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.play.replaceChildren(icon("play"));
    this.play.setAttribute("aria-label", say("time.play"));
  },
};

