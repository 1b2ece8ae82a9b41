// The theme switch without a page load. The server's form does the same where this does not run.

const COOKIE_AGE_SECONDS = 365 * 24 * 60 * 60;

export function startTheme() {
  const form = document.querySelector("[data-theme-switch]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(form, event.submitter.value);
  });
}

function choose(form, theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${COOKIE_AGE_SECONDS}; SameSite=Lax${secure}`;
  document.documentElement.dataset.theme = theme;
  for (const button of form.querySelectorAll("button")) {
    button.toggleAttribute("aria-pressed", false);
    if (button.value === theme) button.setAttribute("aria-pressed", "true");
  }
  form.closest("details").open = false;
}
