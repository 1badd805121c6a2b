/* Small helps on top of pages that work without them. */
"use strict";

/* The error summary takes the focus when the page comes back with errors. Whoever came in by « Aller
   au contenu » has #contenu in the address, where the browser puts the focus in its turn. */
function focusErrorSummary() {
  const summary = document.querySelector("[data-focus]");
  if (!summary) return;
  summary.tabIndex = -1;
  summary.focus();
  if (location.hash) addEventListener("load", () => summary.focus());
}

/* How many characters are left: shown at once, announced when the typing stops, never blocking.
   A line break counts for two, as it does on the server. */
function countCharacters(message) {
  const field = document.getElementById(message.dataset.countFor);
  const max = Number(message.dataset.countMax);
  const spoken = document.createElement("div");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  const shown = document.createElement("div");
  shown.className = message.className;
  shown.setAttribute("aria-hidden", "true");
  message.classList.add("govuk-visually-hidden");
  message.after(shown, spoken);
  let timer;
  const update = () => {
    const left = max - field.value.replace(/\r?\n/g, "\r\n").length;
    const sentence = left < 0 ? message.dataset.countOver : message.dataset.countLeft;
    shown.textContent = sentence.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    shown.classList.toggle("govuk-error-message", left < 0);
    field.classList.toggle("es-over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = shown.textContent; }, 1000);
  };
  field.addEventListener("input", update);
  update();
  clearTimeout(timer);
}

/* A second click within three seconds sends nothing more; going back frees the button. */
function guardDoubleSubmit(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 3000);
  });
}

/* Nothing is kept in the browser: htmx notes the path of the page there, for what we never use. */
function forgetPath() {
  try {
    sessionStorage.clear();
  } catch { /* the reader forbids it already */ }
}

focusErrorSummary();
addEventListener("load", forgetPath);
document.querySelectorAll("[data-count-for]").forEach(countCharacters);
document.querySelectorAll('form[method="post"]').forEach(guardDoubleSubmit);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
