// Forms: modal, kept as they are typed, and never thrown away by a slip of the finger.

const place = document.getElementById("form");
const noted = (dialog) => `pagt form ${dialog.dataset.form}`;
let keeping = 0;

function open() {
  const dialog = place.querySelector("dialog");
  if (!dialog || dialog.open) return;
  recall(dialog);
  dialog.showModal();
  const problem = dialog.querySelector(".summary");
  (problem || dialog.querySelector(".fields :is(input, textarea, select)"))?.focus();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(dialog);
  });
  // A second Escape closes a dialog without asking us: then it is asked for here.
  dialog.addEventListener("close", () => {
    if (!dialog.isConnected) return;
    if (dialog.hasAttribute("data-typed")) dialog.showModal();
    leave(dialog);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) leave(dialog);
    if (event.target.closest("[data-keep]")) ask(dialog, false);
    const jump = event.target.closest(".summary a");
    if (jump) {
      event.preventDefault();
      dialog.querySelector(`[id="${CSS.escape(jump.hash.slice(1))}"]`)?.focus();
    }
  });
  dialog.addEventListener("input", () => {
    dialog.toggleAttribute("data-typed", true);
    note(dialog);
    counters(dialog);
    clearTimeout(keeping);
    keeping = setTimeout(() => draft(dialog), 300);
  });
  counters(dialog);
}

function ask(dialog, show) {
  dialog.querySelector(".discard").hidden = !show;
  (show ? dialog.querySelector("[data-keep]") : dialog.querySelector(".fields :is(input, textarea, select)"))?.focus();
}

function leave(dialog) {
  if (dialog.hasAttribute("data-typed")) return ask(dialog, true);
  clearTimeout(keeping);
  htmx.ajax("POST", dialog.querySelector(".discard").getAttribute("hx-post"), { source: dialog, target: place, swap: "innerHTML" });
}

// What is typed is noted here at once, for a reload, and at the server a moment later, for everything else.
function note(dialog) {
  const typed = [...new FormData(dialog.querySelector("form"))];
  sessionStorage.setItem(noted(dialog), JSON.stringify(typed));
}

function recall(dialog) {
  const typed = JSON.parse(sessionStorage.getItem(noted(dialog)) || "null");
  if (!typed) return;
  for (const field of dialog.querySelectorAll(".fields :is(input, textarea, select)")) {
    const mine = typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = mine.includes(field.value);
    else if (mine.length) [field.value] = mine;
  }
  dialog.toggleAttribute("data-typed", true);
}

function draft(dialog) {
  keeping = 0;
  const form = dialog.querySelector("form[data-draft]");
  fetch(form.dataset.draft, {
    method: "POST",
    headers: { "HX-Request": "true" },
    body: new URLSearchParams(new FormData(form)),
    keepalive: true,
  }).catch(() => {});
}
addEventListener("pagehide", () => {
  const dialog = place.querySelector("dialog");
  if (dialog && keeping) draft(dialog);
});

// How much room is left is said when little is.
function counters(dialog) {
  for (const field of dialog.querySelectorAll("[data-longest]")) {
    const longest = Number(field.dataset.longest);
    let note = field.parentElement.querySelector(".count");
    if (field.value.length < longest * 0.8) {
      note?.remove();
      continue;
    }
    if (!note) {
      note = document.createElement("p");
      note.className = "hint count";
      field.after(note);
    }
    note.textContent = `${field.value.length} / ${longest}`;
    note.classList.toggle("over", field.value.length > longest);
  }
}

const before = (id) => id && place.querySelector("dialog")?.dataset.form === id;
const named = (html) => /data-form="([\w-]+)"/.exec(html)?.[1];
// A form reaches the page twice, as the answer to a step and through the stream; the second time it is left as it is.
document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
  if (event.target === place && before(named(event.detail.data))) event.preventDefault();
});
place.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, requestConfig } = event.detail;
  if (target !== place) return;
  if (!place.contains(requestConfig.elt) && before(named(xhr.responseText))) return void (event.detail.shouldSwap = false);
  clearTimeout(keeping);
  const dialog = place.querySelector("dialog");
  if (dialog) sessionStorage.removeItem(noted(dialog));
});
place.addEventListener("htmx:afterSwap", open);
document.body.addEventListener("htmx:sseMessage", (event) => event.target === place && open());

let opener = null;
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  if (place.contains(elt)) clearTimeout(keeping);
  else if (target === place) opener = elt.querySelector("textarea, button") || elt;
});
new MutationObserver(() => {
  if (!place.querySelector("dialog") && document.activeElement === document.body) {
    (opener?.isConnected ? opener : document.getElementById("say"))?.focus();
  }
}).observe(place, { childList: true });
open();
