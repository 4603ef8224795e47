// Rows of a plan carried by mouse to another place or section. The row's menu and
// «Перенести» do the same without a mouse and without this file.
"use strict";

const MARKS = ["drop-before", "drop-after", "drop-into"];
const form = document.getElementById("rows");
let carried = null; // { ids: rows taken up, inside: those and all under them }
let place = null; // { row, isAfter }, or { section } with no rows yet

const rowsOf = (root) => [...root.querySelectorAll("[data-row]")];
const boxOf = (row) => row.querySelector('input[name="row"]');
const keyOf = (row) => row.id.replace("row-", "");

function taken(row) {
  const ticked = rowsOf(document).filter((each) => boxOf(each).checked);
  const ids = new Set((ticked.includes(row) ? ticked : [row]).map(keyOf));
  const inside = new Set(ids);
  for (const each of rowsOf(document)) if (inside.has(each.dataset.parent)) inside.add(keyOf(each));
  return { ids, inside };
}

// Where rows dropped after this one go: before the next under the same heading, else last.
function following(row, parent, rows) {
  const next = rows
    .slice(rows.indexOf(row) + 1)
    .find((each) => each.dataset.parent === parent && !carried.inside.has(keyOf(each)));
  const section = row.closest(".plan-section").id.replace("section-", "");
  return next ? { before: keyOf(next), target: "" } : { before: "", target: parent ? `m${parent}` : `s${section}` };
}

function address({ row, isAfter, section }) {
  if (section) return { before: "", target: section.id.replace("section-", "s") };
  if (!isAfter) return { before: keyOf(row), target: "" };
  const isHeading = row.classList.contains("plan-heading");
  return following(row, isHeading ? keyOf(row) : row.dataset.parent, rowsOf(row.parentElement));
}

function staysWhereItIs(there) {
  if (carried.ids.size > 1) return false;
  const [key] = carried.ids;
  const row = document.getElementById(`row-${key}`);
  const now = following(row, row.dataset.parent, rowsOf(row.parentElement));
  return now.before === there.before && now.target === there.target;
}

function placeUnder(event) {
  const row = event.target.closest?.("[data-row]");
  if (row) {
    if (carried.inside.has(keyOf(row))) return null;
    const { top, height } = row.getBoundingClientRect();
    return { row, isAfter: event.clientY > top + height / 2 };
  }
  const section = event.target.closest?.(".plan-section");
  return section && !rowsOf(section).length ? { section } : null;
}

function unmark() {
  for (const each of document.querySelectorAll(MARKS.map((mark) => `.${mark}`).join())) each.classList.remove(...MARKS);
}

function send(there) {
  for (const row of rowsOf(document)) boxOf(row).checked = carried.ids.has(keyOf(row));
  form.elements.before.value = there.before;
  form.elements.target.value = there.target;
  form.requestSubmit(form.querySelector('[name="act"][value="move"]'));
  form.elements.before.value = ""; // who comes back to this page chooses the place anew
}

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("[data-grip]")?.closest("[data-row]");
  if (!row) return;
  carried = taken(row);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.querySelector('[data-cell="title"] .cell-text').textContent);
  event.dataTransfer.setDragImage(row, 12, 12);
  for (const key of carried.inside) document.getElementById(`row-${key}`).classList.add("is-carried");
});

document.addEventListener("dragover", (event) => {
  if (!carried) return;
  unmark();
  place = placeUnder(event);
  if (!place) return;
  event.preventDefault();
  if (place.section) place.section.classList.add("drop-into");
  else place.row.classList.add(place.isAfter ? "drop-after" : "drop-before");
});

document.addEventListener("drop", (event) => {
  if (!carried || !place) return;
  event.preventDefault();
  if (document.querySelector("[data-row][aria-busy]")) {
    const said = document.querySelector("[data-plan-said]");
    said.textContent = "Ячейка ещё сохраняется. Перетащите строку чуть позже.";
    said.classList.remove("visually-hidden");
    return;
  }
  const there = address(place);
  if (!staysWhereItIs(there)) send(there);
});

document.addEventListener("dragend", () => {
  carried = place = null;
  unmark();
  for (const row of document.querySelectorAll(".is-carried")) row.classList.remove("is-carried");
});

document.documentElement.classList.add("can-drag");
