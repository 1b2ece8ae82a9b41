// The pictures of a case: an SVG that holds the image and, over it, places as polygons. Only attributes are set, never
// styles. A place is {id, kind, className, side, capture, points}, its points in the upright capture's pixels; in the
// rectified picture they go through the side's homography. A region has a letter as well, and may have a picture to be
// laid into it.

import { boundsOf, project, uprightTurn, View } from "./view.js";
import { warped } from "./warp.js";

const SVG = "http://www.w3.org/2000/svg";
const CLICK_PX = 4;
const STEP_PX = 60;
const TAG_PX = 18;
const NEIGHBOUR_PX = 120;
const ARROWS = { ArrowLeft: [STEP_PX, 0], ArrowRight: [-STEP_PX, 0], ArrowUp: [0, STEP_PX], ArrowDown: [0, -STEP_PX] };

export class Viewer {
  constructor(root) {
    this.svg = root.querySelector(".viewer-stage svg");
    this.scene = root.querySelector("[data-part=scene]");
    this.failed = root.querySelector("[data-part=failed]");
    this.tabs = [...root.querySelectorAll("[data-sheet]")];
    this.sheets = this.tabs.map(sheetOf);
    this.tools = Object.fromEntries([...root.querySelectorAll("[data-tool]")].map((tool) => [tool.dataset.tool, tool]));
    this.view = new View();
    this.places = new Map();
    this.images = new Map();
    this.pointers = new Map();
    this.lit = "";
    this.isRectified = false;
    this.isFitted = true;
    this.onPick = () => {};
    this.onDraw = () => {};
    this.pictures = this.scene.appendChild(element("g"));
    this.overlay = this.scene.appendChild(element("g"));
    this.tags = this.svg.appendChild(element("g"));
    this.laid = new Map();
    this.listen();
    if (this.sheets.length > 0) this.show(this.sheets[0]);
  }

  // --- what is shown -------------------------------------------------------

  show(sheet, { rectified = this.isRectified } = {}) {
    this.sheet = sheet;
    this.isRectified = rectified && Boolean(sheet.rectified);
    this.view.picture = this.isRectified ? sheet.rectified.size : sheet.size;
    this.view.angle = this.isRectified || !sheet.outline ? 0 : uprightTurn(sheet.outline);
    this.showImage();
    this.markControls();
    this.fit();
  }

  fit() {
    this.isFitted = true;
    this.measure();
    this.view.fit(this.wholeBox());
    this.draw();
  }

  /** The document with some of what is around it; all of a picture in which none was found, or of the rectified one. */
  wholeBox() {
    const [width, height] = this.view.picture;
    if (this.isRectified || !this.sheet.outline) return [0, 0, width, height];
    const [left, top, right, bottom] = boundsOf(this.sheet.outline);
    const air = (right - left + bottom - top) * 0.05;
    return [Math.max(left - air, 0), Math.max(top - air, 0), Math.min(right + air, width), Math.min(bottom + air, height)];
  }

  showImage() {
    const source = this.isRectified ? this.sheet.rectified.source : this.sheet.source;
    if (!this.images.has(source)) this.images.set(source, this.load(source));
    for (const [address, image] of this.images) image.setAttribute("display", address === source ? "inline" : "none");
    this.failed.hidden = !this.images.get(source).hasAttribute("data-failed");
  }

  load(source) {
    const [width, height] = this.view.picture;
    const image = element("image", { width, height, preserveAspectRatio: "none" });
    image.addEventListener("error", () => {
      image.setAttribute("data-failed", "");
      if (image.getAttribute("display") !== "none") this.failed.hidden = false;
    });
    image.setAttribute("href", source);
    return this.pictures.appendChild(image);
  }

  markControls() {
    this.tabs.forEach((tab, index) => {
      if (this.sheets[index] === this.sheet) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
    this.tools.rectify.disabled = !this.sheet.rectified;
    this.tools.rectify.setAttribute("aria-pressed", String(this.isRectified));
  }

  draw() {
    this.scene.setAttribute("transform", this.view.attribute);
    const regions = this.regions();
    this.overlay.replaceChildren(
      ...regions.flatMap((place) => this.pictureIn(place) ?? []),
      ...this.shown("field").map((place) => this.polygonOf(place, place.className + (place.id === this.lit ? " box-lit" : ""))),
      ...regions.flatMap((place) => [this.polygonOf(place, "region-halo"), this.polygonOf(place, place.className)]),
    );
    this.tags.replaceChildren(...this.tagsOf(regions));
    this.onDraw();
  }

  /** The places of a kind that lie in the picture that is shown. */
  shown(kind) {
    return [...this.places.values()].filter((place) => place.kind === kind && this.pointsOf(place));
  }

  /** Regions to draw: where both sides lie in one picture, both may have been found on the same place. */
  regions() {
    const seen = new Set();
    return this.shown("region").filter((place) => {
      const same = JSON.stringify([place.letter, place.points]);
      return !seen.has(same) && seen.add(same);
    });
  }

  polygonOf(place, className) {
    return element("polygon", {
      points: this.pointsOf(place).map((point) => point.join(",")).join(" "),
      class: className,
      "vector-effect": "non-scaling-stroke",
      "data-place": place.id,
    });
  }

  /** Letters at the regions' upper left corners, as large at any zoom; one for neighbours of a kind, none over another. */
  tagsOf(regions) {
    const taken = [];
    for (const place of regions) {
      const corners = this.pointsOf(place).map((point) => this.view.toStage(point));
      let at = corners.reduce((first, corner) => (corner[0] + corner[1] < first[0] + first[1] ? corner : first));
      if (taken.some((tag) => tag.letter === place.letter && distance(tag.at, at) < NEIGHBOUR_PX)) continue;
      while (taken.some((tag) => distance(tag.at, at) < TAG_PX)) at = [at[0] + TAG_PX, at[1]];
      taken.push({ letter: place.letter, at });
    }
    return taken.map(({ at, letter }) => tagAt(at, letter));
  }

  /** The picture laid into a region; nothing until it has been loaded, and where it cannot be. */
  pictureIn(place) {
    if (!place.picture) return undefined;
    const key = `${place.id} ${this.isRectified}`;
    if (!this.laid.has(key)) {
      this.laid.set(key, undefined);
      warped(place.picture, this.pointsOf(place)).then((picture) => this.lay(key, picture), () => {});
    }
    return this.laid.get(key);
  }

  lay(key, { href, box: [x, y, right, bottom] }) {
    const places = { x, y, width: right - x, height: bottom - y, preserveAspectRatio: "none" };
    this.laid.set(key, element("image", { ...places, href, opacity: 0.8, class: "evidence-picture" }));
    this.draw();
  }

  /** A place's corners in the picture that is shown; undefined where it lies in another. */
  pointsOf(place) {
    if (place.capture !== this.sheet.capture) return undefined;
    if (!this.isRectified) return place.points;
    if (place.side && place.side !== this.sheet.side) return undefined;
    return place.points.map((point) => project(this.sheet.matrix, point));
  }

  measure() {
    const { width, height } = this.svg.getBoundingClientRect();
    this.view.stage = [Math.max(width, 1), Math.max(height, 1)];
  }

  // --- places --------------------------------------------------------------

  add(places) {
    for (const place of places) this.places.set(place.id, place);
    this.draw();
  }

  remove(ids) {
    for (const id of ids) this.places.delete(id);
    this.draw();
  }

  /** Light up a field's place and bring it into view, on its own side's picture; no place only changes the picture. */
  light({ id, side, capture }) {
    this.lit = id;
    this.turnTo(side, capture);
    this.reveal([id]);
  }

  reveal(ids) {
    const points = ids.flatMap((id) => (this.places.has(id) ? (this.pointsOf(this.places.get(id)) ?? []) : []));
    this.measure();
    if (points.length > 0) {
      const before = this.view.attribute;
      this.view.reveal(points);
      if (this.view.attribute !== before) this.isFitted = false;
    }
    this.draw();
  }

  turnTo(side, capture) {
    const fits = (sheet) => sheet.capture === capture && (!side || sheet.side === side);
    if (fits(this.sheet)) return;
    const sheet = this.sheets.find(fits);
    if (sheet) this.show(sheet);
  }

  // --- what people do ------------------------------------------------------

  listen() {
    this.tabs.forEach((tab, index) => tab.addEventListener("click", () => this.show(this.sheets[index])));
    const act = {
      rectify: () => this.show(this.sheet, { rectified: !this.isRectified }),
      fit: () => this.show(this.sheet),
      turn: () => this.turn(90),
      "turn-back": () => this.turn(-90),
      "zoom-in": () => this.zoom(1.3),
      "zoom-out": () => this.zoom(1 / 1.3),
    };
    for (const [name, tool] of Object.entries(this.tools)) tool.addEventListener("click", act[name]);
    this.svg.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    this.svg.addEventListener("pointerdown", (event) => this.onDown(event));
    this.svg.addEventListener("pointermove", (event) => this.onMove(event));
    for (const kind of ["pointerup", "pointercancel"]) this.svg.addEventListener(kind, (event) => this.onUp(event));
    this.svg.addEventListener("keydown", (event) => this.onKeydown(event));
    new ResizeObserver(() => this.onResize()).observe(this.svg);
  }

  turn(degrees) {
    this.view.turn(degrees);
    if (this.isFitted) this.fit();
    else this.draw();
  }

  zoom(factor, at) {
    this.isFitted = false;
    this.measure();
    this.view.zoom(factor, at);
    this.draw();
  }

  pan(by) {
    this.isFitted = false;
    this.view.pan(by);
    this.draw();
  }

  onWheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), this.at(event));
  }

  onDown(event) {
    if (event.button !== 0) return;
    this.svg.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.at(event));
    this.pressed = { at: this.at(event), place: event.target.dataset?.place, hasMoved: this.pointers.size > 1 };
  }

  onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.at(event);
    if (distance(now, this.pressed.at) > CLICK_PX) this.pressed.hasMoved = true;
    if (!this.pressed.hasMoved) return;
    this.svg.setAttribute("data-dragging", "");
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    if (other) this.pinch(before, now, other);
    else this.pan([now[0] - before[0], now[1] - before[1]]);
  }

  pinch(before, now, other) {
    const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    this.pan([(now[0] - before[0]) / 2, (now[1] - before[1]) / 2]);
    this.zoom(distance(now, other) / Math.max(distance(before, other), 1), middle);
  }

  onUp(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    this.svg.removeAttribute("data-dragging");
    const isClick = event.type === "pointerup" && !this.pressed.hasMoved;
    if (isClick && this.pressed.place) this.onPick(this.pressed.place);
  }

  onKeydown(event) {
    const by = ARROWS[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.pan(by);
  }

  onResize() {
    this.measure();
    if (this.sheet && this.isFitted) this.fit();
    else if (this.sheet) this.draw();
  }

  at(event) {
    const { left, top } = this.svg.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

function sheetOf({ dataset }) {
  const parsed = (text) => (text ? JSON.parse(text) : undefined);
  return {
    side: dataset.side,
    capture: dataset.capture,
    source: dataset.source,
    size: parsed(dataset.size),
    outline: parsed(dataset.outline),
    matrix: parsed(dataset.matrix),
    rectified: dataset.rectifiedSource
      ? { source: dataset.rectifiedSource, size: parsed(dataset.rectifiedSize) }
      : undefined,
  };
}

function element(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function tagAt([x, y], letter) {
  const width = 8 + 7 * letter.length;
  const tag = element("g", { class: "region-tag", transform: `translate(${x} ${y})` });
  const text = element("text");
  text.textContent = letter;
  tag.append(element("rect", { x: -width / 2, y: -8, width, height: 16, rx: 3 }), text);
  return tag;
}

function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
