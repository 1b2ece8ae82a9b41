// Short messages at the corner. toast("Saved") from any module; failures of htmx requests say so by themselves.

const LIFETIME_MS = 8000;

export function startToasts() {
  const region = document.getElementById("toasts");
  for (const message of region.children) dismissLater(message);
  document.body.addEventListener("htmx:sendError", () => toast(region.dataset.noAnswer, "error"));
  document.body.addEventListener("htmx:timeout", () => toast(region.dataset.noAnswer, "error"));
  document.body.addEventListener("htmx:responseError", (event) => {
    const forbidden = [401, 403].includes(event.detail.xhr.status);
    toast(forbidden ? region.dataset.forbidden : region.dataset.failed, "error");
  });
}

/**
 * Show a sentence; tone is one of info, success, warning, error. Errors stay until they are closed; one that is there
 * already is not said again (a page that asks the desk every moment would fill the screen while the desk is away).
 */
export function toast(sentence, tone = "info") {
  const region = document.getElementById("toasts");
  if ([...region.querySelectorAll("span")].some((shown) => shown.textContent === sentence)) return;
  const message = document.createElement("p");
  message.className = `toast toast-${tone}`;
  message.append(Object.assign(document.createElement("span"), { textContent: sentence }));
  region.append(message);
  dismissLater(message);
}

function dismissLater(message) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.textContent = "×";
  close.setAttribute("aria-label", document.getElementById("toasts").dataset.close);
  close.addEventListener("click", () => message.remove());
  message.append(close);
  if (!message.classList.contains("toast-error")) setTimeout(() => message.remove(), LIFETIME_MS);
}
