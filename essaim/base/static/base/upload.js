/* One file goes to the server while the page stays there to be read: progress, cancel, what went
   wrong, and nothing said to be joined before the server says so. The form works without this. */
"use strict";
{
  const SILENCE = 10_000; // milliseconds without a byte before saying that the network is slow
  const SPOKEN = 25; // percent between two announcements

  const begin = (form) => {
    const words = form.dataset;
    const input = form.querySelector('input[type="file"]');
    const place = form.querySelector("[data-upload-state]");
    const bar = place.querySelector("progress");
    const shown = place.querySelector("[data-upload-shown]");
    const cancel = place.querySelector("[data-upload-cancel]");
    const spoken = form.querySelector("[data-upload-spoken]");
    const alarm = form.querySelector("[data-upload-alarm]");
    const button = form.querySelector("button:not([type])");
    let request, silence;
    let announced = 0;

    const tell = (percent, sentence) => {
      shown.textContent = sentence;
      if (percent === null) bar.removeAttribute("value");
      else bar.value = percent;
    };
    const speak = (sentence) => { spoken.textContent = sentence; };
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => { shown.textContent = words.uploadSlow; speak(words.uploadSlow); }, SILENCE);
    };
    const warnOfLeaving = (event) => event.preventDefault();

    const end = () => {
      clearTimeout(silence);
      removeEventListener("beforeunload", warnOfLeaving);
      request = null;
      announced = 0;
      place.hidden = true;
      button.hidden = false;
      delete form.dataset.sent;
    };
    const refuse = (sentence) => {
      end();
      speak("");
      alarm.textContent = sentence;
      alarm.hidden = false;
      input.focus();
    };
    const forgetErrors = () => {
      alarm.hidden = true;
      alarm.textContent = "";
      form.querySelectorAll(".govuk-error-message:not([data-upload-alarm])").forEach((old) => old.remove());
      form.querySelectorAll(".govuk-form-group--error").forEach((group) => group.classList.remove("govuk-form-group--error"));
      document.querySelector("[data-focus]")?.remove();
    };

    const answered = () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const list = page.querySelector("[data-upload-list]");
      const refused = page.querySelector("form[data-upload] .govuk-error-message:not([data-upload-alarm])")
        || (request.status >= 400 && page.querySelector("main .es-lead"));
      if (request.status !== 200 || refused || !list) {
        const kept = refused && refused.textContent.replace(/\s+/g, " ").trim();
        refuse(kept || (request.status === 413 ? words.uploadHeavy : words.uploadLost));
        return;
      }
      end();
      document.querySelector("[data-upload-list]").replaceWith(document.adoptNode(list));
      input.value = "";
      speak(page.querySelector(".govuk-notification-banner__heading")?.textContent.trim() || words.uploadDone);
      input.focus();
    };

    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || request) { event.preventDefault(); return; }
      if (!input.files.length) return; // the server says what is missing
      event.preventDefault();
      forgetErrors();
      if (input.files[0].size > Number(words.uploadMost)) { refuse(words.uploadHeavy); return; }
      request = new XMLHttpRequest();
      request.open("POST", location.href);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        listen();
        const percent = Math.floor((loaded / total) * 100);
        tell(percent, words.uploadPercent.replace("{n}", percent));
        if (percent >= announced + SPOKEN) {
          announced = percent - (percent % SPOKEN);
          speak(announced < 100 ? words.uploadPercent.replace("{n}", announced) : words.uploadChecking);
        }
      });
      request.upload.addEventListener("load", () => {
        tell(null, words.uploadChecking);
        cancel.hidden = true; // all has left: nobody can say any more that it is not joined
        place.focus();
      });
      request.addEventListener("load", answered);
      request.addEventListener("error", () => refuse(words.uploadLost));
      request.addEventListener("abort", () => refuse(words.uploadCancelled));
      addEventListener("beforeunload", warnOfLeaving);
      place.hidden = cancel.hidden = false;
      button.hidden = true;
      tell(0, words.uploadPercent.replace("{n}", 0));
      cancel.focus();
      listen();
      request.send(new FormData(form));
    });
    cancel.addEventListener("click", () => request?.abort());
  };

  document.querySelectorAll("form[data-upload]").forEach(begin);
}
