// Moves a presentation by keyboard or clicker. Without this file its links do the same.

const views = [...document.querySelectorAll(".view")];
const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " "]);
const PREVIOUS = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);
const SCROLLING = new Set(["ArrowDown", "ArrowUp", " "]);

// Where the page stands, asked for each time: what is noted down may be a moment old.
function current() {
  const middle = window.innerHeight / 2;
  const after = views.findIndex((view) => view.getBoundingClientRect().bottom > middle);
  return after < 0 ? views.length - 1 : after;
}

function show(place) {
  const view = views[Math.min(Math.max(place, 0), views.length - 1)];
  view.scrollIntoView({ behavior: "instant" });
  history.replaceState(null, "", `#${view.id}`);
  announce(view);
}

function announce(view) {
  // A screen reader reads the heading that has the focus.
  view.querySelector("h1, h2").focus({ preventScroll: true });
}

function target(event) {
  // The space bar presses what has the focus, and goes backwards with Shift, as in a browser.
  if (event.key === " " && event.shiftKey) return current() - 1;
  if (NEXT.has(event.key)) return current() + 1;
  if (PREVIOUS.has(event.key)) return current() - 1;
  if (event.key === "Home") return 0;
  if (event.key === "End") return views.length - 1;
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") {
    location.assign(document.querySelector("a[data-back]").href);
    return;
  }
  // Enlarged, a view may be higher than the window: then these keys are for reading it.
  const isHigh = views[current()].offsetHeight > window.innerHeight + 1;
  const place = target(event);
  if (place === null || (isHigh && SCROLLING.has(event.key))) return;
  event.preventDefault();
  show(place);
});

window.addEventListener("hashchange", () => {
  const view = views.find((each) => `#${each.id}` === location.hash);
  if (!view) return;
  view.scrollIntoView({ behavior: "instant" });
  announce(view);
});

// Scrolling by wheel or finger moves on too: the address follows what is in view.
const observer = new IntersectionObserver(
  () => history.replaceState(null, "", `#${views[current()].id}`),
  { threshold: 0.6 },
);
// Not before the page has come to the view that its address names.
window.addEventListener("load", () => views.forEach((view) => observer.observe(view)));
