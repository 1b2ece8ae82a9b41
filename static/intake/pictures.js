// The picture slots of an upload form: drop, paste, choose, photograph, preview, replace, remove.
// The file input of each slot stays the truth; everything here only fills and shows it.

export function startPictures(root) {
  const slots = [...root.querySelectorAll("[data-slot]")].map((element) => new Slot(element));
  root.dataset.picturesLive = "";
  listenForDrops(root.closest("form"), slots);
  document.addEventListener("paste", (event) => onPaste(event, slots));
}

class Slot {
  constructor(element) {
    this.element = element;
    this.input = element.querySelector(".slot-file");
    this.parts = Object.fromEntries([...element.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    this.parts.choose.hidden = false;
    this.parts.camera.hidden = navigator.maxTouchPoints === 0;
    this.input.tabIndex = -1;
    this.listen();
    this.show();
  }

  listen() {
    this.input.addEventListener("change", () => this.changed());
    for (const part of ["choose", "replace"]) this.parts[part].addEventListener("click", () => this.input.click());
    this.parts.remove.addEventListener("click", () => this.remove());
    this.parts.preview.addEventListener("error", () => this.showCard());
    const camera = this.parts.camera.querySelector("input");
    camera.addEventListener("change", () => this.take(camera.files[0]));
  }

  get isEmpty() {
    return this.input.files.length === 0;
  }

  get isNeeded() {
    return this.element.checkVisibility();
  }

  take(file) {
    if (!file) return;
    const transfer = new DataTransfer();
    transfer.items.add(file);
    this.input.files = transfer.files;
    this.changed();
  }

  remove() {
    this.input.value = "";
    this.changed();
    this.parts.choose.focus();
  }

  changed() {
    this.element.querySelector(".field-error").replaceChildren();
    this.show();
  }

  show() {
    const file = this.input.files[0];
    this.parts.empty.hidden = Boolean(file);
    this.parts.filled.hidden = !file;
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
    this.parts.preview.hidden = true;
    this.parts.card.hidden = true;
    if (file) this.preview(file);
  }

  preview(file) {
    this.parts.name.textContent = file.name;
    this.parts.name.title = file.name;
    this.parts.size.textContent = sizeOf(file);
    if (!file.type.startsWith("image/")) return this.showCard();
    this.url = URL.createObjectURL(file);
    this.parts.preview.src = this.url;
    this.parts.preview.hidden = false;
  }

  showCard() {
    this.parts.preview.hidden = true;
    this.parts.card.hidden = this.isEmpty;
  }
}

function sizeOf(file) {
  const megabytes = file.size / (1024 * 1024);
  return megabytes < 0.1 ? `${Math.ceil(file.size / 1024)} KB` : `${megabytes.toFixed(1)} MB`;
}

/** Files into the slot they were dropped on, then into empty ones; a further file takes the next slot's place. A slot
 *  that the chosen document does not need comes last, and shows itself with what it got. */
function distribute(files, slots, first) {
  const rest = slots.filter((slot) => slot !== first);
  const rank = (slot) => (slot.isNeeded ? 2 : 0) + (slot.isEmpty ? 1 : 0);
  const order = first ? [first, ...rest] : [...slots].sort((a, b) => rank(b) - rank(a));
  files.slice(0, order.length).forEach((file, index) => order[index].take(file));
}

function listenForDrops(form, slots) {
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    mark(slots, slotAt(event, slots));
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) mark(slots, undefined);
  });
  form.addEventListener("drop", (event) => {
    const files = [...event.dataTransfer.files];
    mark(slots, undefined);
    if (files.length === 0) return;
    event.preventDefault();
    distribute(files, slots, slotAt(event, slots));
  });
  // A file dropped beside the form would replace the page with itself.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
}

function slotAt(event, slots) {
  return slots.find((slot) => slot.element.contains(event.target));
}

function mark(slots, over) {
  for (const slot of slots) slot.element.querySelector(".slot-box").toggleAttribute("data-over", slot === over);
}

function onPaste(event, slots) {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  distribute(files, slots);
}
