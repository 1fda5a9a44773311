// Moves a presentation by keyboard or clicker. Without this file its links do the same.

const views = [...document.querySelectorAll(".view")];
const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " "]);
const PREVIOUS = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);
const SCROLLING = new Set(["ArrowDown", "ArrowUp", " "]);

let current = Math.max(0, views.findIndex((view) => `#${view.id}` === location.hash));

function show(place) {
  current = Math.min(Math.max(place, 0), views.length - 1);
  views[current].scrollIntoView({ behavior: "instant" });
  history.replaceState(null, "", `#${views[current].id}`);
  announce();
}

function announce() {
  // A screen reader reads the heading that has the focus.
  views[current].querySelector("h1, h2").focus({ preventScroll: true });
}

function target(event) {
  // The space bar presses what has the focus, and goes backwards with Shift, as in a browser.
  if (event.key === " " && event.shiftKey) return current - 1;
  if (NEXT.has(event.key)) return current + 1;
  if (PREVIOUS.has(event.key)) return current - 1;
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
  const isHigh = views[current].offsetHeight > window.innerHeight + 1;
  const place = target(event);
  if (place === null || (isHigh && SCROLLING.has(event.key))) return;
  event.preventDefault();
  show(place);
});

window.addEventListener("hashchange", () => {
  const place = views.findIndex((view) => `#${view.id}` === location.hash);
  if (place < 0) return;
  current = place;
  announce();
});

// Scrolling by wheel or finger moves on too; what is then in view is where the keys go on from.
const observer = new IntersectionObserver(
  (entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (!seen || seen.target === views[current]) return;
    current = views.indexOf(seen.target);
    history.replaceState(null, "", `#${seen.target.id}`);
  },
  { threshold: 0.6 },
);
views.forEach((view) => observer.observe(view));
