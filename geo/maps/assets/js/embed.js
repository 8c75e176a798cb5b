// Inside another page: #embed leaves the list out and links to the whole map, and the page around is told how
// high the map would like to be.

const EMBED_RATIO = 0.62, EMBED_LEAST = 300;

const embed = {
  link: null,

  create() {
    this.link = el("a", { class: "whole", target: "_blank", rel: "noopener" }, say("embed.whole"));
    this.caption = el("p", { class: "embed-title", dir: "auto", ...(page.titled ? { role: "heading", "aria-level": 1 } : {}) }, page.titled ? page.title : "");
    const story_ = story.available ? el("button", { type: "button", class: "plain", id: "embed-story", onclick: () => showTab(state.tab === "story" ? "events" : "story") }, say("tab.story")) : null;
    this.node = el("footer", { class: "embed-foot" }, this.caption, story_, this.link);
    window.addEventListener("resize", () => this.tell());
    return this.node;
  },

  // The address of the whole map is that of this one, without #embed; a frame without an address has none.
  sync() {
    const on = document.documentElement.classList.contains("embed");
    // What a reader of the page's landmarks comes to: the map, unless the panel is there.
    eventMap.map.getContainer().setAttribute("role", on && state.tab !== "story" ? "main" : "region");
    this.link.hidden = location.protocol === "about:";
    this.link.href = location.href.split("#")[0] + viewHash().replace(/([#&])embed(=[^&]*)?&?/, "$1");
    if (on) this.tell();
  },

  // Only a height goes to the page around, which may be anybody's.
  tell() {
    if (window.parent === window) return;
    const height = Math.max(EMBED_LEAST, Math.round(innerWidth * EMBED_RATIO));
    if (height !== this.told) window.parent.postMessage({ type: "dateline-height", height }, "*");
    this.told = height;
  },
};
