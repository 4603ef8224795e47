// Forms marked data-autosave="address" are kept on the portal while they are typed: the
// same fields go to the address, which answers with the version the page now stands on.
// What cannot be sent (no line, no session) stays in this browser: draft.js keeps it.
"use strict";

const PAUSE = 1500;
const AGAIN = 15000;

function autosave(form) {
  const state = form.querySelector("[data-autosave-state]");
  const version = form.querySelector("input[name=version]");
  let waiting = null;
  let sending = null;
  let isDirty = false;
  let hasStopped = false;

  function say(words, href, title) {
    state.textContent = words;
    if (!href) return;
    const link = document.createElement("a");
    link.href = href;
    link.textContent = title;
    state.append(" ", link);
  }

  function content() {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) {
      if (value instanceof File) data.delete(name);
    }
    data.delete("form_key");
    return data;
  }

  async function send() {
    isDirty = false;
    say("Сохраняем…");
    const response = await fetch(form.dataset.autosave, { method: "POST", body: content() });
    const isAnswer = (response.headers.get("Content-Type") || "").includes("json");
    if (!isAnswer) {
      const back = encodeURIComponent(location.pathname);
      say(
        "Вы вышли из кабинета. Ответы сохранены в этом браузере: войдите, и они вернутся.",
        `/accounts/login/?next=${back}`,
        "Войти",
      );
      isDirty = true;
      hasStopped = true;
      return;
    }
    const answer = await response.json();
    if (!response.ok) {
      say(answer.message);
      isDirty = true;
      hasStopped = true;
      return;
    }
    version.value = answer.version;
    form.dataset.version = answer.version;
    if (isDirty) return;
    form.dispatchEvent(new CustomEvent("draft:kept"));
    say(`Черновик сохранён в ${answer.at}`);
  }

  function wait(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(start, pause);
  }

  function start() {
    waiting = null;
    if (sending || hasStopped || !isDirty || form.dataset.sent === "yes") return;
    sending = send()
      .catch(() => {
        isDirty = true;
        say("Нет связи. Ответы сохранены в этом браузере, попробуем ещё раз.");
        wait(AGAIN);
      })
      .finally(() => {
        sending = null;
        if (isDirty && waiting === null) wait(PAUSE);
      });
  }

  form.addEventListener("input", () => {
    isDirty = true;
    wait(PAUSE);
  });
  window.addEventListener("online", () => wait(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isDirty) start();
  });
  // The button waits for a saving under way: the form must stand on the newest version.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!sending) return;
    event.preventDefault();
    const button = event.submitter;
    sending.finally(() => form.requestSubmit(button));
  });
  // What this browser brought back goes to the portal, unless the portal has moved on.
  const restored = form.querySelector(".draft-note");
  if (restored && !restored.dataset.movedOn) {
    isDirty = true;
    wait(PAUSE);
  }
}

document.querySelectorAll("form[data-autosave]").forEach(autosave);
