// Keys of a page. An element declares its own with data-key:
//
//   <button data-key="a">Approve</button>                 pressing a clicks it
//   <input data-key="/" data-key-label="Search">          a field is focused instead
//   <button data-key="ArrowRight l">                      alternatives, separated by blanks
//   <p data-key="+ -" data-key-label="Zoom" data-key-own> listed only; another module acts on it
//
// data-key-label names it in the dialog (else aria-label, else the element's text). Keys never fire while somebody
// types, composes, holds Ctrl, Alt or Meta, or while a dialog is open that does not contain the element.

const TYPING = "input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=file]), textarea, select, [contenteditable]";
const FIELDS = "input, textarea, select";
const SYMBOLS = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Space: "␣" };

export function isTyping(target) {
  return target instanceof Element && target.closest(TYPING) !== null;
}

export function startKeys() {
  document.addEventListener("keydown", onKeydown);
  const opener = document.querySelector("[data-opens-keys]");
  opener?.addEventListener("click", openKeys);
}

function onKeydown(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.repeat || isTyping(event.target)) return;
  const element = declaredFor(event.key);
  if (!element) return;
  event.preventDefault();
  act(element);
}

function declaredFor(key) {
  const wanted = key === " " ? "Space" : key;
  const scope = document.querySelector("dialog:modal") ?? document;
  return [...scope.querySelectorAll("[data-key]:not([data-key-own])")]
    .filter(isUsable)
    .find((element) => keysOf(element).includes(wanted));
}

function act(element) {
  element.focus();
  if (!element.matches(FIELDS)) element.click();
  else if (element.matches("[type=checkbox], [type=radio]")) element.click();
}

function isUsable(element) {
  return !element.matches(":disabled, [aria-disabled=true]") && element.checkVisibility();
}

function keysOf(element) {
  return element.dataset.key.split(" ").filter(Boolean);
}

function labelOf(element) {
  return element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? textWithoutKeycaps(element);
}

function textWithoutKeycaps(element) {
  const copy = element.cloneNode(true);
  for (const cap of copy.querySelectorAll("kbd")) cap.remove();
  return copy.textContent.trim();
}

function openKeys() {
  const dialog = document.getElementById("keys");
  const rows = [...document.querySelectorAll("[data-key]")].filter(isUsable).flatMap(rowOf);
  dialog.querySelector(".keys-list").replaceChildren(...rows);
  dialog.showModal();
}

function rowOf(element) {
  const term = document.createElement("dt");
  term.append(...keysOf(element).map(keycap));
  const meaning = document.createElement("dd");
  meaning.textContent = labelOf(element);
  return [term, meaning];
}

function keycap(key) {
  const cap = document.createElement("kbd");
  cap.textContent = SYMBOLS[key] ?? key;
  return cap;
}
