// A table pasted into a field marked data-paste-page="id" keeps its cells:
// the page the browser has on the clipboard goes into that hidden field.
// Without this script the text of the table is read instead.
"use strict";

const LONGEST = 600_000;

for (const field of document.querySelectorAll("[data-paste-page]")) {
  const page = document.getElementById(field.dataset.pastePage);
  field.addEventListener("paste", (event) => {
    const copied = event.clipboardData?.getData("text/html") || "";
    page.value = copied.includes("<table") && copied.length < LONGEST ? copied : "";
  });
  field.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") page.value = "";
  });
}
