// The case page: fields and their places in the picture, the decision's keys; warnings have a module of their own.

import { isTyping } from "../web/keys.js";
import { Evidence } from "./evidence.js";
import { Viewer } from "./viewer.js";

const viewer = new Viewer(document.querySelector("[data-viewer]"));
const fields = [...document.querySelectorAll("[data-field]")];

let isBrowsing = false;

linkFields();
new Evidence(viewer);
document.addEventListener("keydown", onKeydown);
document.addEventListener("keyup", () => { isBrowsing = false; });
document.addEventListener("change", onChange);

// --- fields -----------------------------------------------------------------

function linkFields() {
  viewer.add(fields.filter((field) => field.dataset.quad).map(placeOfField));
  viewer.onPick = (id) => document.getElementById(id)?.focus();
  for (const field of fields) field.addEventListener("focus", () => light(field));
}

function placeOfField(field) {
  const { side, capture, quad } = field.dataset;
  return { id: field.id, kind: "field", className: "box", side, capture, points: JSON.parse(quad) };
}

function light(field) {
  for (const other of fields) other.toggleAttribute("data-lit", other === field);
  viewer.light({ id: field.id, side: field.dataset.side, capture: field.dataset.capture });
}

function step(by) {
  if (fields.length === 0) return;
  const lit = fields.findIndex((field) => field.hasAttribute("data-lit"));
  const next = lit < 0 ? (by > 0 ? 0 : fields.length - 1) : (lit + by + fields.length) % fields.length;
  fields[next].focus();
}

// --- decision ---------------------------------------------------------------

function onKeydown(event) {
  isBrowsing = event.key.startsWith("Arrow");
  if (event.isComposing || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return confirmDecision(event);
  if (event.ctrlKey || event.metaKey || isTyping(event.target) || document.querySelector("dialog:modal")) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
  }
}

function confirmDecision(event) {
  const form = document.querySelector("form[data-decision]");
  if (!form || event.repeat) return;
  event.preventDefault();
  const submit = form.querySelector("[type=submit]");
  if (!submit.disabled) form.requestSubmit(submit);
}

/** Whoever chooses an outcome goes on at its reasons, or at the button that confirms where there are none; arrow keys only browse. */
function onChange(event) {
  if (event.target.name !== "outcome" || isBrowsing) return;
  const form = event.target.form;
  const reasons = form.querySelector(`.reasons[data-outcome="${event.target.value}"] input`);
  (reasons ?? form.querySelector("[type=submit]")).focus();
  form.scrollIntoView({ block: "nearest" });
}
