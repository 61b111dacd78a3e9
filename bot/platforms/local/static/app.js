// The page's own behaviour, in small modules; what can be said in HTML and CSS is said there. htmx carries requests and swaps.
import "./submit.js";
import "./live.js";
import "./room.js";
import "./composer.js";
import "./dialog.js";
import "./chrome.js";
