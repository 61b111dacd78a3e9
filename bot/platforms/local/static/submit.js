// A form that has just been swapped in may be sent before htmx has looked at it: then it is shown to htmx first, so that what was
// typed never travels as the browser's own request.
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[hx-post]")) return;
    event.preventDefault();
    if (!("htmx-internal-data" in form)) htmx.process(form);
  },
  true,
);
