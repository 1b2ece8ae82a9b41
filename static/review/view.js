// Where a picture lies in the stage, and the way between the two. Points are [x, y]: of the picture in its own pixels,
// of the stage in CSS pixels from its corner.

const LARGEST = 12; // stage pixels for one of the picture
const SMALLEST_SHARE = 0.5; // of the scale at which the picture fits

export class View {
  constructor() {
    this.stage = [1, 1];
    this.picture = [1, 1];
    this.centre = [0.5, 0.5];
    this.scale = 1;
    this.angle = 0;
  }

  /** Show all of a box [left, top, right, bottom] with some air around it. */
  fit(box, air = 0.97) {
    this.centre = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    this.scale = this.scaleFor(box) * air;
  }

  scaleFor([left, top, right, bottom]) {
    const [width, height] = this.isSideways ? [bottom - top, right - left] : [right - left, bottom - top];
    return Math.min(this.stage[0] / Math.max(width, 1), this.stage[1] / Math.max(height, 1));
  }

  get isSideways() {
    return Math.abs(Math.round(this.angle / 90)) % 2 === 1;
  }

  turn(degrees) {
    this.angle = (this.angle + degrees + 360) % 360;
  }

  /** Zoom while the picture's point under ``at`` stays where it is. */
  zoom(factor, at = [this.stage[0] / 2, this.stage[1] / 2]) {
    const fixed = this.toPicture(at);
    const smallest = this.scaleFor([0, 0, ...this.picture]) * SMALLEST_SHARE;
    this.scale = clamp(this.scale * factor, smallest, LARGEST);
    const moved = this.toStage(fixed);
    this.pan([at[0] - moved[0], at[1] - moved[1]]);
  }

  /** Move the picture by stage pixels; its middle never leaves it. */
  pan([dx, dy]) {
    const [x, y] = rotate([dx, dy], -this.angle);
    this.centre = [
      clamp(this.centre[0] - x / this.scale, 0, this.picture[0]),
      clamp(this.centre[1] - y / this.scale, 0, this.picture[1]),
    ];
  }

  /** Bring a place into view: nothing moves where it is in view and large enough to read. */
  reveal(points) {
    const [left, top, right, bottom] = boundsOf(points.map((point) => this.toStage(point)));
    const isInside = left >= 8 && top >= 8 && right <= this.stage[0] - 8 && bottom <= this.stage[1] - 8;
    const isLegible = Math.min(right - left, bottom - top) >= 16;
    if (isInside && isLegible) return;
    const box = boundsOf(points);
    const legible = 28 / Math.max(Math.min(box[2] - box[0], box[3] - box[1]), 1);
    this.scale = Math.min(Math.max(this.scale, legible), this.scaleFor(box) * 0.8, LARGEST);
    this.centre = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  }

  toStage([x, y]) {
    const [dx, dy] = rotate([(x - this.centre[0]) * this.scale, (y - this.centre[1]) * this.scale], this.angle);
    return [this.stage[0] / 2 + dx, this.stage[1] / 2 + dy];
  }

  toPicture([x, y]) {
    const [dx, dy] = rotate([x - this.stage[0] / 2, y - this.stage[1] / 2], -this.angle);
    return [this.centre[0] + dx / this.scale, this.centre[1] + dy / this.scale];
  }

  /** As an SVG transform attribute. */
  get attribute() {
    const [x, y] = [this.stage[0] / 2, this.stage[1] / 2];
    return `translate(${x} ${y}) rotate(${this.angle}) scale(${this.scale}) translate(${-this.centre[0]} ${-this.centre[1]})`;
  }
}

/** Left, top, right, bottom of what encloses the points. */
export function boundsOf(points) {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** A point through a row-major 3x3 homography. */
export function project(matrix, [x, y]) {
  const [a, b, c, d, e, f, g, h, i] = matrix;
  const depth = g * x + h * y + i;
  return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
}

/** The quarter turn, in degrees, that sets what a quad encloses upright: its first edge is its reading direction. */
export function uprightTurn([first, second]) {
  const direction = (Math.atan2(second[1] - first[1], second[0] - first[0]) * 180) / Math.PI;
  return (360 - Math.round(direction / 90) * 90) % 360;
}

function rotate([x, y], degrees) {
  const angle = (degrees * Math.PI) / 180;
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
}

function clamp(value, smallest, largest) {
  return Math.min(Math.max(value, smallest), largest);
}
