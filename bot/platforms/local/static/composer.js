// The field in which people write: Enter sends, what is being written survives a reload, commands are offered while typing.

const saved = (form) => `pagt ${form.dataset.composer}`;
const composer = (elt) => elt.closest?.("form[data-composer]");
const grow = (field) => {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 240)}px`;
};
const keep = (form, text) => (text ? sessionStorage.setItem(saved(form), text) : sessionStorage.removeItem(saved(form)));

function write(field, text) {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  keep(composer(field), text);
  grow(field);
  offer(field);
}

function restore(root) {
  for (const form of root.querySelectorAll("form[data-composer]")) {
    const field = form.querySelector("textarea");
    field.value ||= sessionStorage.getItem(saved(form)) || "";
    grow(field);
  }
}
restore(document);
document.body.addEventListener("htmx:load", (event) => restore(event.detail.elt));

// A delivery has a name of its own, so that one sent twice by a poor line is done once.
const waiting = new WeakMap();
document.body.addEventListener("htmx:configRequest", (event) => {
  const { verb, parameters, elt } = event.detail;
  if (verb !== "post") return;
  const form = composer(elt);
  const before = form && waiting.get(form);
  parameters.delivery = before && before.text === parameters.text ? before.delivery : crypto.randomUUID();
  if (!form) return;
  if (!String(parameters.text).trim()) event.preventDefault();
  else waiting.set(form, { text: parameters.text, delivery: parameters.delivery });
});
document.body.addEventListener("htmx:beforeSend", (event) => {
  const form = composer(event.detail.elt);
  if (form) write(form.querySelector("textarea"), "");
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const form = composer(event.detail.elt);
  const sent = form && waiting.get(form);
  if (!sent) return;
  if (event.detail.successful) return void waiting.delete(form);
  const field = form.querySelector("textarea");
  write(field, field.value ? `${sent.text}\n${field.value}` : sent.text);
});

document.addEventListener("input", (event) => {
  const form = composer(event.target);
  if (!form) return;
  keep(form, event.target.value);
  grow(event.target);
  offer(event.target);
});
document.addEventListener("keydown", (event) => {
  const form = composer(event.target);
  if (!form || event.target.tagName !== "TEXTAREA" || event.isComposing) return;
  if (event.target.id === "say" && steer(event)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// Commands: a listbox below the field, steered from it.
const list = document.getElementById("hints");
const say = document.getElementById("say");
let at = -1;
const shown = () => [...list.children].filter((one) => !one.hidden);

function offer(field) {
  if (field !== say) return;
  const typed = /^\/[^\n]*$/.test(field.value) ? field.value.toLowerCase().trimStart() : null;
  let any = false;
  for (const one of list.children) {
    const command = one.dataset.command.toLowerCase();
    one.hidden = typed === null || !(command.startsWith(typed) || command.split(" ").some((word) => word.startsWith(typed.slice(1))));
    any ||= !one.hidden;
  }
  const done = typed !== null && shown().length === 1 && typed.startsWith(shown()[0].dataset.command.toLowerCase());
  show(any && !done);
}

function show(open) {
  list.hidden = !open;
  mark(open ? 0 : -1);
}

function mark(index) {
  at = index;
  shown().forEach((one, place) => one.setAttribute("aria-selected", String(place === index)));
  const chosen = index >= 0 ? shown()[index] : null;
  if (chosen) {
    say.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else say.removeAttribute("aria-activedescendant");
}

function take() {
  const command = shown()[at]?.dataset.command;
  if (command) write(say, `${command} `);
  show(false);
}

function steer(event) {
  if (list.hidden) return false;
  const count = shown().length;
  const typed = say.value.trim().toLowerCase();
  switch (event.key) {
    case "ArrowDown":
      return mark((at + 1) % count), true;
    case "ArrowUp":
      return mark((at - 1 + count) % count), true;
    case "Home":
      return mark(0), true;
    case "End":
      return mark(count - 1), true;
    case "Tab":
      return event.shiftKey ? (show(false), false) : (take(), true);
    case "Enter":
      // A command typed out in full is sent; one half typed is first completed.
      if (event.shiftKey || typed === shown()[at]?.dataset.command.toLowerCase()) return show(false), false;
      return take(), true;
    case "Escape":
      return show(false), true;
    default:
      return false;
  }
}
list.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  at = shown().indexOf(event.target.closest("[role=option]"));
  take();
  say.focus();
});
say.addEventListener("blur", () => show(false));
document.querySelector("[data-slash]").addEventListener("click", () => {
  say.focus();
  if (say.value.startsWith("/")) offer(say);
  else write(say, "/");
});
