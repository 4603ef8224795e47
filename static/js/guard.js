// A second click on the same button does nothing while the first is under way.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // After the browser has read the form, so that the button's own value travels too.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button[type=submit], input[type=submit]")) {
      button.disabled = true;
    }
  });
});

// The back button shows the page as it was left: make its forms usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("button[type=submit], input[type=submit]")) {
      button.disabled = false;
    }
  }
});

// A browser that fetches the page anew on the way back would bring a new form key beside
// what was typed: the entry of its history keeps the key the page was first shown with.
const formKeys = document.querySelectorAll("input[type=hidden][name=form_key]");
if (formKeys.length) {
  const formKey = history.state?.formKey ?? formKeys[0].value;
  for (const field of formKeys) field.value = formKey;
  history.replaceState({ ...history.state, formKey }, "");
}
