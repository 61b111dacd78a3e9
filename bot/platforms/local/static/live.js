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
    this.source.onopen = () => {
      clearTimeout(this.warning);
      lost().hidden = true;
    };
    this.source.onerror = () => {
      clearTimeout(this.warning);
      this.warning = setTimeout(() => (lost().hidden = document.hidden), 1500);
      if (this.source?.readyState === EventSource.CLOSED) this.again = setTimeout(this.look, 1000);
    };
  }

  rest() {
    clearTimeout(this.warning);
    clearTimeout(this.again);
    this.source?.close();
    this.source = null;
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
