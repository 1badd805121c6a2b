/* What is typed in a draft goes to the server while it is typed, and the page says whether it is
   there. Nothing is ever kept in the browser. The form works without this script. */
"use strict";
{
  const QUIET = 2000; // milliseconds without a key before saving
  const LONGEST = 5000; // and at most this long after the first unsaved key
  const PATIENCE = 7000; // without an answer the network is said to be dead
  const RETRIES = [2, 5, 10, 20, 30]; // seconds
  const LOUD_AFTER = 3; // failures
  const SERVER_S = ["csrfmiddlewaretoken", "version", "writer"];

  const form = document.querySelector("form[data-autosave]");
  if (form) {
    const place = document.getElementById("enregistrement");
    const [state, alarm, retry] = place.children;
    const words = place.dataset;
    const field = form.elements.value;
    const hidden = (name) => form.elements[name];

    const typed = () => {
      const data = new URLSearchParams(new FormData(form));
      SERVER_S.forEach((name) => data.delete(name));
      return data.toString();
    };
    /* What was typed before this script came, or brought back by the browser, is not kept yet. */
    const isTouched = [...form.elements].some((control) =>
      ["radio", "checkbox"].includes(control.type)
        ? control.checked !== control.defaultChecked
        : control.type !== "hidden" && (control.defaultValue ?? control.value) !== control.value
    );
    let kept = form.hasAttribute("data-unsaved") || isTouched ? null : typed();
    let timer, firstChange, sending;
    let failures = 0;
    let stopped = ""; // why nothing is sent: "both", "session", "closed"
    let isLeaving = false;
    const isUnsaved = () => typed() !== kept;

    const say = (where, sentence) => {
      if (where.textContent !== sentence) where.textContent = sentence;
    };
    const show = (kind, sentence) => {
      place.dataset.state = kind;
      retry.hidden = kind !== "failed";
      say(kind === "failed" ? state : alarm, "");
      say(kind === "failed" ? alarm : state, sentence);
    };

    /* When to save */
    const plan = (delay) => {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(save, delay);
    };
    const isBeingChosen = (target) => target.closest(".es-picker") && target.type !== "radio";
    const isIncomplete = () => [...form.elements].find((control) => control.validity?.badInput);
    form.addEventListener("input", (event) => {
      if (!isUnsaved() || isBeingChosen(event.target)) return;
      firstChange ??= Date.now();
      plan(Math.max(0, Math.min(QUIET, firstChange + LONGEST - Date.now())));
    });
    form.addEventListener("change", (event) => {
      if (["radio", "checkbox"].includes(event.target.type)) plan(0);
    });
    form.addEventListener("focusout", (event) => {
      if (isUnsaved() && !(isBeingChosen(event.target) && form.contains(event.relatedTarget))) plan(0);
    });
    document.addEventListener("visibilitychange", () => {
      if (stopped === "session" && !document.hidden) stopped = "";
      if (isUnsaved()) plan(0);
    });
    addEventListener("online", () => isUnsaved() && plan(0));
    if (isTouched) plan(QUIET);
    retry.addEventListener("click", () => {
      stopped = "";
      save();
    });

    /* Saving: one request at a time; what is typed meanwhile goes with the next */
    async function save() {
      clearTimeout(timer);
      while (sending) await sending;
      if (stopped || isIncomplete() || !isUnsaved()) return;
      firstChange = undefined;
      sending = send();
      await sending;
      sending = undefined;
    }

    async function send(isSecondTry = false) {
      const text = typed();
      const abort = new AbortController();
      const dead = setTimeout(() => abort.abort(), PATIENCE);
      const slow = setTimeout(() => failures < LOUD_AFTER && show("saving", words.saving), 1000);
      let status = 0;
      let answer = {};
      try {
        const response = await fetch(form.dataset.autosave, {
          method: "POST",
          headers: { Accept: "application/json" },
          body: new URLSearchParams(new FormData(form)),
          redirect: "error",
          signal: abort.signal,
        });
        const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
        answer = isJson ? await response.json() : {};
        status = response.status;
      } catch {
        status = 0;
      }
      clearTimeout(dead);
      clearTimeout(slow);
      if (status === 403 && answer.token && !isSecondTry) {
        document.querySelectorAll(`form input[name="${SERVER_S[0]}"]`).forEach((input) => {
          input.value = answer.token;
        });
        return send(true);
      }
      return heed(status, answer, text);
    }

    function heed(status, answer, text) {
      if (status === 200 && answer.version !== undefined) {
        kept = text;
        failures = 0;
        hidden("version").value = answer.version;
        show("saved", answer.message);
        document.body.dispatchEvent(new Event("essaim:saved"));
        if (dialog.open) dialog.close();
      } else if (status === 401) {
        stopped = "session";
        show("failed", words.session);
        signIn();
      } else if (status === 409 && answer.theirs) {
        stopped = "both";
        showBoth(answer);
      } else if (status === 422) {
        show("refused", `${words.refused} ${answer.message}`);
      } else if (status === 400 || status === 413) {
        show("failed", answer.message || words.tooLong);
      } else if (status === 403 && answer.writer) {
        stopped = "writer";
        hidden("writer").value = answer.writer;
        show("failed", answer.message);
      } else if ([403, 404, 409, 410, 423].includes(status)) {
        stopped = "closed";
        show("failed", `${words.refused} ${answer.message || ""}`.trim());
        if (!answer.message) show("failed", words.closed);
      } else {
        const delay = RETRIES[Math.min(failures, RETRIES.length - 1)];
        failures += 1;
        const isLoud = failures >= LOUD_AFTER;
        show(isLoud ? "failed" : "retrying", isLoud ? words.lost : words.retry.replace("{n}", delay));
        plan(delay * 1000);
      }
    }

    /* Someone else wrote meanwhile: both texts, and a choice */
    const both = document.getElementById("deux-textes");
    let theirs;
    function showBoth(answer) {
      theirs = answer;
      both.querySelector("h2").textContent = answer.theirs.title;
      both.querySelector("[data-theirs]").textContent = answer.theirs.shown;
      both.querySelector('[data-keep="both"]').hidden = field?.tagName !== "TEXTAREA";
      both.hidden = false;
      show("failed", words.both);
      retry.hidden = true;
      both.focus();
    }
    both.addEventListener("click", (event) => {
      const choice = event.target.dataset.keep;
      if (!choice) return;
      if (choice === "theirs") {
        isLeaving = true;
        location.replace(location.href);
        return;
      }
      if (choice === "both") field.value = `${field.value}\n\n${theirs.theirs.value}`;
      hidden("version").value = theirs.version;
      both.hidden = true;
      stopped = "";
      kept = null;
      field?.dispatchEvent?.(new Event("input", { bubbles: true }));
      (field?.focus ? field : place).focus();
      save();
    });

    /* The session ended: sign in again in the page, with the site's own two pages */
    const dialog = document.getElementById("entrer");
    const steps = dialog.querySelector("[data-steps]");
    function signIn() {
      if (dialog.open) return;
      steps.replaceChildren();
      dialog.showModal();
      step(dialog.dataset.signIn);
    }
    async function step(url, body) {
      let response, page;
      try {
        response = await fetch(url, body && { method: "POST", body });
        page = new DOMParser().parseFromString(await response.text(), "text/html");
      } catch {
        steps.textContent = dialog.dataset.noAnswer;
        return;
      }
      if (response.ok && new URL(response.url).pathname === dialog.dataset.signedIn) {
        dialog.close();
        stopped = "";
        save();
        return;
      }
      const parts = "main .govuk-notification-banner, main .es-lead, main form";
      steps.replaceChildren(...page.querySelectorAll(parts));
      steps.querySelector("form")?.addEventListener("submit", (event) => {
        event.preventDefault();
        const action = new URL(event.target.getAttribute("action") || "", response.url);
        step(action, new URLSearchParams(new FormData(event.target)));
      });
      steps.querySelector("input:not([type=hidden])")?.focus();
    }
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

    /* Leaving */
    form.addEventListener("submit", async (event) => {
      const incomplete = isIncomplete();
      if (isLeaving || (!isUnsaved() && !sending && !incomplete)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (incomplete) {
        show("failed", words.incomplete);
        retry.hidden = true;
        incomplete.focus();
        return;
      }
      const button = event.submitter;
      if (stopped === "session") stopped = "";
      await save();
      await new Promise((resolve) => setTimeout(resolve)); // out of this event: a form is sent once
      if (!isUnsaved() || place.dataset.state === "refused") {
        isLeaving = true;
        if (button) button.click();
        else form.submit();
      } else if (!dialog.open) {
        (both.hidden ? place : both).focus();
      }
    }, true);
    addEventListener("pagehide", () => {
      if (isLeaving || stopped || !isUnsaved() || isIncomplete()) return;
      const body = new URLSearchParams(new FormData(form));
      fetch(form.dataset.autosave, { method: "POST", headers: { Accept: "application/json" }, body, keepalive: true });
    });
    addEventListener("beforeunload", (event) => {
      if (!isLeaving && isUnsaved()) event.preventDefault();
    });

    show("start", words.start);
  }
}
