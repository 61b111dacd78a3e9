// Rooms and threads: staying at the bottom, the way to what is new, focus that does not get lost, and the panel.
import { upto } from "./live.js";

const near = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 120;
const toEnd = (box) => (box.scrollTop = box.scrollHeight);
const below = document.querySelector("[data-below]");
const room = document.getElementById("scroll");

function arrive() {
  const fresh = room.querySelector("li.new");
  if (fresh) fresh.scrollIntoView({ block: "center" });
  else toEnd(room);
  room.dataset.end = near(room) ? "yes" : "no";
  for (const box of document.querySelectorAll(".panel .scroll")) toEnd(box);
}
arrive();
document.fonts?.ready.then(() => room.dataset.end === "yes" && toEnd(room));
new ResizeObserver(() => room.dataset.end === "yes" && toEnd(room)).observe(room);

// A picture that comes late makes its message taller.
room.addEventListener("load", ({ target }) => target.tagName === "IMG" && room.dataset.end === "yes" && toEnd(room), true);
if (matchMedia("(hover: hover)").matches && !document.querySelector(".panel textarea, dialog")) document.getElementById("say").focus();

// Whoever has scrolled up is reading: they stay where they are and are shown the way down.
room.addEventListener("scroll", () => {
  room.dataset.end = near(room) ? "yes" : "no";
  if (near(room)) below.hidden = true;
});
below.addEventListener("click", () => {
  toEnd(room);
  below.hidden = true;
});

// Whoever sends a form looks for what became of it: the next message is shown to them wherever they were reading.
let sent = -Infinity;
document.body.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  if (elt.matches("#form form[data-draft]")) sent = performance.now();
});
const awaited = () => performance.now() - sent < 4000;

// htmx swaps at once, so what is queued here runs when the new HTML stands.
document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
  const into = event.target;
  const box = into.closest(".scroll");
  const end = box && near(box);
  const focus = into.matches("li.post") && into.contains(document.activeElement) ? into.id : null;
  queueMicrotask(() => {
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    if (!box || event.defaultPrevented) return;
    if (into.hasAttribute("data-append")) {
      const latest = into.lastElementChild;
      const mine = latest?.matches("[data-mine]") || (box === room && awaited());
      // What is longer than the window is read from its beginning.
      if ((end || mine) && latest?.offsetHeight > box.clientHeight) {
        box.dataset.end = "no";
        return void requestAnimationFrame(() => latest.scrollIntoView({ block: "start" }));
      }
      if (!end && !mine) return void (below.hidden = box !== room);
    } else if (!end) return;
    requestAnimationFrame(() => toEnd(box));
  });
});

// Earlier messages come in above without moving what is being read.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.requestConfig?.elt?.hasAttribute("data-older")) return;
  const from = room.scrollHeight - room.scrollTop;
  requestAnimationFrame(() => (room.scrollTop = room.scrollHeight - from));
});

// The panel. What happened between its drawing and now came too late for it, so then its replies are drawn again.
const panel = document.getElementById("panel");
let opener = null;
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target === panel && event.target.id) opener = event.target.id;
});
panel.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== panel) return;
  const box = panel.querySelector(".scroll");
  if (!box) {
    document.getElementById(opener)?.focus();
    return;
  }
  if (Number(box.dataset.upto) < upto()) {
    htmx.ajax("GET", box.dataset.thread, { target: box.querySelector(".replies"), select: ".replies > li", swap: "innerHTML" });
  }
  toEnd(box);
  panel.querySelector("textarea")?.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
  const close = panel.querySelector("[data-close-thread]");
  if (close && panel.contains(document.activeElement)) close.click();
});
