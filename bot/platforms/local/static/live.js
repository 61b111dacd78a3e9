// The stream of what happens. It lets go while nobody looks (a browser has six connections to share among all its tabs),
// takes up again where it stopped, and appends nothing twice. htmx's SSE extension uses it as it would an EventSource.

const lost = () => document.getElementById("lost");

class Live extends EventTarget {
  constructor(url) {
    super();
    this.url = new URL(url, location.href);
    this.names = new Set();
    this.pass = (event) => {
      this.last = event.lastEventId || this.last;
      this.dispatchEvent(new MessageEvent(event.type, { data: event.data, lastEventId: event.lastEventId }));
    };
    this.look = () => (document.hidden ? this.rest() : this.open());
    document.addEventListener("visibilitychange", this.look);
    addEventListener("pagehide", () => this.rest());
    addEventListener("pageshow", this.look);
    this.open();
  }

  get readyState() {
    return this.source ? this.source.readyState : EventSource.CONNECTING;
  }

  open() {
    if (this.source && this.source.readyState !== EventSource.CLOSED) return;
    if (this.last) this.url.searchParams.set("since", this.last);
    this.source = new EventSource(this.url);
    for (const name of this.names) this.source.addEventListener(name, this.pass);
    this.source.addEventListener("upto", (event) => (this.last = event.lastEventId || this.last));
    this.source.onopen = () => this.stands(true);
    this.source.onerror = () => {
      // A short gap is nobody's business; the browser tries again by itself, unless it has given up.
      this.warning ??= setTimeout(() => this.stands(false), 1500);
      if (this.source?.readyState === EventSource.CLOSED) this.again = setTimeout(this.look, 1000);
    };
  }

  stands(up) {
    clearTimeout(this.warning);
    this.warning = undefined;
    lost().hidden = up;
    document.documentElement.dataset.live = up ? "yes" : "no";
  }

  rest() {
    clearTimeout(this.warning);
    clearTimeout(this.again);
    this.warning = undefined;
    this.source?.close();
    this.source = null;
    document.documentElement.dataset.live = "resting";
  }

  addEventListener(name, listener) {
    super.addEventListener(name, listener);
    if (this.names.has(name)) return;
    this.names.add(name);
    this.source?.addEventListener(name, this.pass);
  }

  close() {
    document.removeEventListener("visibilitychange", this.look);
    removeEventListener("pageshow", this.look);
    this.rest();
  }
}

let live;
htmx.createEventSource = (url) => (live = new Live(url));

export const upto = () => Number(live?.last || 0);

// A page that was away is told of everything since, so some of it may stand here already.
document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
  const into = event.target;
  const id = /<li class="post[^>]* id="([\w-]+)"/.exec(event.detail.data)?.[1];
  if (id && into.hasAttribute("data-append") && document.getElementById(id)) event.preventDefault();
});
