// A picture laid into a quad as perspective has it. SVG transforms keep parallels, so the pixels are moved here.

import { boundsOf, project } from "./view.js";

const LARGEST_PX = 1200; // evidence is coarse; more pixels would show nothing more

/** ``source`` in the quad [[x, y], …]: {href, box}, the address of a picture and where it lies: [left, top, right, bottom]. */
export async function warped(source, quad) {
  const from = pixelsOf(await loaded(source));
  const box = boundsOf(quad);
  const scale = Math.min(1, LARGEST_PX / Math.max(box[2] - box[0], box[3] - box[1]));
  const to = new ImageData(sizeOf(box[0], box[2], scale), sizeOf(box[1], box[3], scale));
  const corners = quad.map(([x, y]) => [(x - box[0]) * scale, (y - box[1]) * scale]);
  fill(to, from, inverse(squareTo(corners)));
  return { href: await addressOf(to), box };
}

function sizeOf(from, to, scale) {
  return Math.max(1, Math.round((to - from) * scale));
}

function loaded(source) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.addEventListener("load", () => resolve(image));
    image.addEventListener("error", () => reject(new Error(source)));
    image.src = source;
  });
}

function pixelsOf(image) {
  const context = canvasOf(image.naturalWidth, image.naturalHeight).getContext("2d");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.naturalWidth, image.naturalHeight);
}

function fill(to, from, toSquare) {
  const source = new Uint32Array(from.data.buffer);
  const target = new Uint32Array(to.data.buffer);
  for (let y = 0; y < to.height; y += 1) {
    for (let x = 0; x < to.width; x += 1) {
      const [u, v] = project(toSquare, [x + 0.5, y + 0.5]);
      if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
      target[y * to.width + x] = source[Math.floor(v * from.height) * from.width + Math.floor(u * from.width)];
    }
  }
}

async function addressOf(pixels) {
  const canvas = canvasOf(pixels.width, pixels.height);
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve); });
  return URL.createObjectURL(blob);
}

function canvasOf(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

/** The homography from the unit square to a quad (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3), row-major. */
function squareTo([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / whole;
  const h = (dx1 * sy - sx * dy1) / whole;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}

/** Of a 3x3 matrix, up to a factor: a homography has none. */
function inverse([a, b, c, d, e, f, g, h, i]) {
  return [
    e * i - f * h, c * h - b * i, b * f - c * e,
    f * g - d * i, a * i - c * g, c * d - a * f,
    d * h - e * g, b * g - a * h, a * e - b * d,
  ];
}
