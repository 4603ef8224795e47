// Drafts of forms marked data-draft="key" are kept in this browser, per person,
// for a week, until the form has been taken or the person signs out.
// Passwords, files and hidden fields are never kept.
"use strict";

const WEEK = 7 * 24 * 60 * 60 * 1000;
const PREFIX = "draft:";
const owner = document.body.dataset.person || "";
const keyOf = (form) => `${PREFIX}${owner}:${form.dataset.draft}`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden store only means that there is no draft.
  }
}

function storedKeys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function keptFields(form) {
  const left = ["password", "file", "hidden", "submit", "button", "reset"];
  return [...form.elements].filter((field) => field.name && !left.includes(field.type));
}

function fieldsOf(form) {
  const values = {};
  for (const field of keptFields(form)) {
    values[field.name] ??= [];
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) values[field.name].push(field.value);
    } else if (field.type === "select-multiple") {
      values[field.name].push(...[...field.selectedOptions].map((option) => option.value));
    } else {
      values[field.name].push(field.value);
    }
  }
  return values;
}

function fill(form, values) {
  const next = {};
  for (const field of keptFields(form)) {
    const kept = values[field.name];
    if (!kept) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = kept.includes(field.value);
    } else if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = kept.includes(option.value);
    } else {
      next[field.name] = (next[field.name] ?? -1) + 1;
      field.value = kept[next[field.name]] ?? field.value;
    }
  }
}

// A form that says data-version is kept on the portal too, where it may have moved on.
function sayRestored(form, fresh, hasMovedOn) {
  const note = document.createElement("div");
  note.className = "draft-note";
  note.dataset.movedOn = hasMovedOn ? "yes" : "";
  note.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = hasMovedOn
    ? "На портале сохранены другие ответы, а в полях — то, что вы ввели здесь и не успели сохранить."
    : "Мы вернули то, что вы начали вводить.";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = hasMovedOn ? "Взять сохранённое на портале" : "Начать заново";
  button.addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    fill(form, fresh);
    note.remove();
  });
  note.append(words, button);
  form.prepend(note);
}

function keep(form) {
  const key = keyOf(form);
  const fresh = fieldsOf(form);
  const draft = read(key);
  const hasErrors = form.querySelector(".is-invalid, .error-summary");
  if (draft && !hasErrors && JSON.stringify(draft.values) !== JSON.stringify(fresh)) {
    fill(form, draft.values);
    sayRestored(form, fresh, draft.version !== form.dataset.version);
  }
  const save = (sent) =>
    write(key, { at: Date.now(), sent, version: form.dataset.version, values: fieldsOf(form) });
  let waiting = null;
  const saveNow = () => {
    if (waiting === null) return;
    clearTimeout(waiting);
    waiting = null;
    save(false);
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(saveNow, 400);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    waiting = null;
    save(true);
  });
  // What the portal has kept need not be kept here.
  form.addEventListener("draft:kept", () => {
    clearTimeout(waiting);
    waiting = null;
    localStorage.removeItem(key);
  });
  // Whoever closes the page, or is called away on a phone, loses nothing.
  window.addEventListener("pagehide", saveNow);
  document.addEventListener("visibilitychange", saveNow);
}

// A sent draft is dropped once a page of the cabinet shows that the form was taken:
// it is another page, or says so. A sign-in page in between keeps the draft.
function sweep(forms) {
  const shown = forms.map(keyOf);
  const taken = document.querySelector('.flash-message[data-level~="success"]');
  for (const key of storedKeys()) {
    const draft = read(key);
    const isOld = !draft || Date.now() - draft.at > WEEK;
    const isDone = draft && draft.sent && owner && key.startsWith(`${PREFIX}${owner}:`);
    if (isOld || (isDone && (taken || !shown.includes(key)))) localStorage.removeItem(key);
  }
}

const draftForms = [...document.querySelectorAll("form[data-draft]")];
sweep(draftForms);
draftForms.forEach(keep);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-clears-drafts]")) return;
  for (const key of storedKeys()) localStorage.removeItem(key);
});
