// What stands around the conversation: light and dark, the window's title, and what is said when something does not get through.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
document.querySelector("[data-theme-switch]").addEventListener("click", () => {
  const now = root.dataset.theme || (dark.matches ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  document.cookie = `pagt_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=strict`;
});

// Unread messages elsewhere are counted in the window's title and on the phone's menu button.
const name = document.querySelector(".app").dataset.name;
const dot = document.querySelector(".drawer .dot");
function count() {
  const elsewhere = [...document.querySelectorAll("#places a:not([aria-current]) [data-unread]")];
  const unread = elsewhere.reduce((sum, one) => sum + Number(one.dataset.unread), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${name} · Pagt`;
  dot.hidden = !unread;
}
count();
document.body.addEventListener("htmx:sseMessage", (event) => event.target.id === "places" && count());

const toast = document.getElementById("toast");
let fading = 0;
function tell(text) {
  clearTimeout(fading);
  toast.textContent = text;
  toast.hidden = false;
  fading = setTimeout(() => (toast.hidden = true), 6000);
}
document.body.addEventListener("htmx:sendError", () => tell(toast.dataset.failed));
document.body.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  tell(status === 404 ? toast.dataset.gone : status === 413 ? toast.dataset.large : toast.dataset.failed);
});

// Moving the clock is the end of choosing how far.
document.getElementById("steps").addEventListener("htmx:afterRequest", () => {
  const steps = document.getElementById("steps");
  if (steps.matches(":popover-open")) steps.hidePopover();
});
