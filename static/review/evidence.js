// Warnings: their evidence over the image with a legend, and the keys of the answers to them.

import { isTyping } from "../web/keys.js";

const SVG = "http://www.w3.org/2000/svg";
const ANSWER_KEYS = { y: "agreed", d: "disagreed" };

export class Evidence {
  constructor(viewer) {
    this.viewer = viewer;
    this.all = document.querySelector("[data-evidence]");
    this.legend = document.querySelector("[data-part=legend]");
    this.layers = [...document.querySelectorAll("[data-layer]")].map(layerOf);
    this.listed = "";
    viewer.onDraw = () => this.list();
    for (const layer of this.layers) layer.button.addEventListener("click", () => this.toggle(layer));
    this.all?.addEventListener("click", () => this.toggleAll());
    document.addEventListener("focusin", (event) => this.reveal(event.target));
    document.addEventListener("keydown", (event) => this.onKeydown(event));
    document.addEventListener("click", (event) => event.target.closest("[data-next-asked]") && focusNextAsked());
    for (const layer of this.layers.filter(isShown)) viewer.add(layer.places);
    this.mark();
  }

  toggle(layer) {
    this.set(layer, !isShown(layer));
    if (isShown(layer)) this.turnTo(layer);
  }

  toggleAll() {
    const show = !this.layers.some(isShown);
    for (const layer of this.layers) this.set(layer, show);
  }

  set(layer, shown) {
    layer.button.setAttribute("aria-pressed", String(shown));
    if (shown) this.viewer.add(layer.places);
    else this.viewer.remove(layer.places.map((place) => place.id));
    this.mark();
  }

  mark() {
    this.all?.setAttribute("aria-pressed", String(this.layers.some(isShown)));
  }

  turnTo(layer) {
    this.viewer.turnTo(layer.places[0].side, layer.places[0].capture);
    this.viewer.reveal(layer.places.map((place) => place.id));
  }

  /** Whoever comes to a warning by keyboard sees where it is. */
  reveal(target) {
    if (!target.matches("[data-asked]")) return;
    const own = this.layers.filter((layer) => target.contains(layer.button) && isShown(layer));
    if (own.length > 0) this.turnTo(own[0]);
    else this.viewer.turnTo(target.dataset.side, target.dataset.capture);
  }

  onKeydown(event) {
    if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isTyping(event.target) || document.querySelector("dialog:modal")) return;
    const answer = ANSWER_KEYS[event.key];
    const button = answer && event.target.closest("[data-asked]")?.querySelector(`[name=answer][value=${answer}]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  // --- the legend ------------------------------------------------------------

  /** One row for each kind of evidence in the picture that is shown. */
  list() {
    const rows = new Map();
    for (const place of this.viewer.shown("region")) {
      const row = rows.get(place.letter) ?? { ...place, on: new Set() };
      if (place.on) row.on.add(place.on);
      rows.set(place.letter, row);
    }
    const sorted = [...rows.values()].sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1));
    const said = JSON.stringify(sorted.map((row) => [row.letter, [...row.on]]));
    if (said === this.listed) return;
    this.listed = said;
    this.legend.replaceChildren(...sorted.map(rowOf));
    this.legend.hidden = sorted.length === 0;
  }
}

/** The warning after the focused one that wants an answer; focused and not answered. */
function focusNextAsked() {
  const asked = [...document.querySelectorAll("[data-asked]")];
  const open = asked.filter((card) => card.querySelector(".answer-form") && !card.querySelector("[name=answer][aria-pressed=true]"));
  const here = asked.indexOf(document.activeElement.closest("[data-asked]"));
  const next = open.find((card) => asked.indexOf(card) > here) ?? open[0];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function isShown(layer) {
  return layer.button.getAttribute("aria-pressed") === "true";
}

function layerOf(button, number) {
  const { side, capture, layer } = button.dataset;
  const places = JSON.parse(layer).map((place, index) => ({
    ...place,
    id: `region-${number}-${index}`,
    kind: "region",
    className: `region region-${place.style}`,
    side,
    capture,
  }));
  return { button, places };
}

function rowOf(row) {
  const item = document.createElement("li");
  const letter = Object.assign(document.createElement("b"), { textContent: row.letter });
  const on = [...row.on].join(", ");
  const words = Object.assign(document.createElement("span"), { textContent: on ? `${row.label} (${on})` : row.label });
  const warning = Object.assign(document.createElement("span"), { className: "muted", textContent: row.warning });
  item.append(swatchOf(row), letter, words, warning);
  return item;
}

function swatchOf({ className }) {
  const swatch = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 34 12", width: 34, height: 12, "aria-hidden": "true" })) {
    swatch.setAttribute(name, String(value));
  }
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", "M1 6h32");
  line.setAttribute("class", className);
  swatch.append(line);
  return swatch;
}
