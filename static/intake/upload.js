// An upload form: its picture slots, and where to look after the desk refused it.
import { startPictures } from "./pictures.js";

for (const form of document.querySelectorAll("form[data-upload]")) {
  startPictures(form.querySelector("[data-pictures]"));
  form.addEventListener("htmx:afterRequest", () => markFaults(form));
}

/** Tell assistive technology which inputs the sentences are about, and go to the first. */
function markFaults(form) {
  const described = [...form.querySelectorAll("[aria-describedby^='error-']")];
  for (const input of described) {
    const sentence = document.getElementById(input.getAttribute("aria-describedby").split(" ")[0]);
    input.toggleAttribute("aria-invalid", false);
    if (sentence.textContent.trim()) input.setAttribute("aria-invalid", "true");
  }
  const first = described.find((input) => input.hasAttribute("aria-invalid"));
  if (first) focusable(first)?.focus();
}

function focusable(input) {
  if (!input.matches(".slot-file")) return input;
  return [...input.closest("[data-slot]").querySelectorAll("[data-part=choose], [data-part=replace]")].find((button) => button.checkVisibility());
}
