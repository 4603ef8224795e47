// One topic carried by mouse onto another: leads to the page that shows what their merging
// moves. The page of a topic leads there without a mouse and without this file.
"use strict";

const HELD = "is-carried";
const UNDER = "drop-into";
let carried = null; // the link of the topic taken up

const topicIn = (row) => row?.querySelector("a[data-topic]");

function rowUnder(event) {
  const row = event.target.closest?.("tr");
  const topic = topicIn(row);
  return topic && topic !== carried ? row : null;
}

function unmark() {
  for (const row of document.querySelectorAll(`.${UNDER}`)) row.classList.remove(UNDER);
}

document.addEventListener("dragstart", (event) => {
  carried = event.target.closest?.("a[data-topic]") ?? null;
  if (!carried) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", carried.textContent);
  carried.closest("tr").classList.add(HELD);
});

document.addEventListener("dragover", (event) => {
  if (!carried) return;
  unmark();
  const row = rowUnder(event);
  if (!row) return;
  event.preventDefault();
  row.classList.add(UNDER);
});

document.addEventListener("drop", (event) => {
  const row = carried && rowUnder(event);
  if (!row) return;
  event.preventDefault();
  location.assign(`${carried.dataset.merge}?into=${topicIn(row).dataset.topic}`);
});

document.addEventListener("dragend", () => {
  unmark();
  carried?.closest("tr").classList.remove(HELD);
  carried = null;
});

document.documentElement.classList.add("can-drag");
