// The table of a plan, typed into like a spreadsheet: arrows and Tab walk over the cells,
// Enter or a letter opens one, leaving it saves it. Without this file each row has a page.
"use strict";

const grids = () => [...document.querySelectorAll("[data-plan]")];
const said = document.querySelector("[data-plan-said]");
const words = document.querySelector("[data-plan-words]");
let open = null; // { cell, text, editor, seen }
let wanted = null; // { row: id, cell: name } to stand on after the row has come back

const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];
const rows = () => grids().flatMap((grid) => [...grid.querySelectorAll("[data-row]")]);
const textOf = (cell) => cell.querySelector(".cell-text").textContent;

function prepare(root) {
  for (const cell of root.querySelectorAll("[data-cell]")) {
    cell.tabIndex = -1;
    cell.classList.add("is-typed");
  }
}

function stand(cell) {
  for (const other of document.querySelectorAll('[data-cell][tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

function beside(cell, down, right) {
  const row = cell.closest("[data-row]");
  const all = rows();
  const inRow = cellsOf(row);
  const column = inRow.indexOf(cell) + right;
  const place = all.indexOf(row) + down;
  if (column >= 0 && column < inRow.length) return cellsOf(all[place] ?? row)[column];
  const other = all[place + Math.sign(right)];
  if (!other) return cell;
  return right > 0 ? cellsOf(other)[0] : cellsOf(other).at(-1);
}

function fit(editor) {
  editor.style.height = "auto";
  editor.style.height = `${editor.scrollHeight + 4}px`;
}

function offerWords(cell, editor) {
  const choice = document.createElement("select");
  choice.className = "form-select";
  choice.setAttribute("aria-label", "Добавить ответственного");
  choice.append(new Option("Добавить…", ""), words.content.cloneNode(true));
  choice.addEventListener("change", () => {
    const lines = editor.value.split("\n").filter((line) => line.trim());
    if (choice.value) editor.value = [...lines, choice.value].join("\n");
    choice.value = "";
    fit(editor);
    editor.focus();
  });
  editor.after(choice);
}

function edit(cell, typed) {
  if (open) close(false);
  const text = cell.querySelector(".cell-text");
  const editor = document.createElement("textarea");
  editor.className = "form-control cell-editor";
  editor.rows = 1;
  const head = cell.closest("table").querySelectorAll("thead th")[cell.cellIndex];
  editor.setAttribute("aria-label", head ? head.textContent : "Ячейка");
  editor.value = typed ?? text.textContent;
  cell.querySelector(".plan-problem")?.remove();
  text.hidden = true;
  text.after(editor);
  open = { cell, text, editor, seen: text.textContent };
  if (cell.dataset.cell === "responsibles" && words) offerWords(cell, editor);
  editor.focus();
  if (typed === undefined) editor.select();
  fit(editor);
  editor.addEventListener("input", () => fit(editor));
}

// Leave the editor; what was typed is saved, or the cell stays as it was.
function close(save) {
  const { cell, text, editor, seen } = open;
  const value = editor.value.trim();
  open = null;
  if (save && value !== seen.trim()) {
    post(cell, value, seen);
    return;
  }
  cell.querySelector("select")?.remove();
  editor.remove();
  text.hidden = false;
}

function post(cell, value, seen) {
  const row = cell.closest("[data-row]");
  row.setAttribute("aria-busy", "true");
  cell.dataset.mine = value;
  window.htmx
    .ajax("POST", row.dataset.save, {
      source: row,
      target: row,
      swap: "outerHTML",
      values: { cell: cell.dataset.cell, value, seen, version: row.dataset.version },
    })
    .catch(() => {}); // `failed` has put the words back
}

function go(down, right) {
  const next = beside(open.cell, down, right);
  wanted = { row: next.closest("[data-row]").id, cell: next.dataset.cell };
  close(true);
  stand(next);
}

function keyInEditor(event) {
  if (event.key === "Escape") {
    const { cell } = open;
    close(false);
    stand(cell);
  } else if (event.key === "Enter" && !event.shiftKey) go(1, 0);
  else if (event.key === "Tab") go(0, event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function keyOnCell(event, cell) {
  const row = cell.closest("[data-row]");
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    row.querySelector(`[data-move="${event.key === "ArrowUp" ? "up" : "down"}"]`).click();
  } else if (STEPS[event.key]) stand(beside(cell, ...STEPS[event.key]));
  else if (event.key === "Enter" || event.key === "F2") edit(cell);
  else if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ") {
    document.querySelector("#plan-steps form button")?.click();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
    edit(cell, event.key);
  } else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (open && event.target === open.editor) keyInEditor(event);
  else if (event.target.matches?.("[data-cell]")) keyOnCell(event, event.target);
});

document.addEventListener("focusout", (event) => {
  if (!open || event.target !== open.editor) return;
  // A choice beside the editor belongs to it; so does the window left for a moment.
  if (event.relatedTarget && open.cell.contains(event.relatedTarget)) return;
  if (!document.hasFocus()) return;
  close(true);
});

document.addEventListener("click", (event) => {
  const keep = event.target.closest("[data-keep]");
  if (keep) return settle(keep);
  const cell = event.target.closest("[data-cell]");
  if (!cell || open?.cell === cell || event.target.closest("a, button, select")) return;
  edit(cell);
});

// What to do with a cell that could not be saved.
function settle(button) {
  const cell = button.closest("[data-cell]");
  const mine = cell.querySelector("[data-mine]").value;
  if (button.dataset.keep === "mine") post(cell, mine, textOf(cell));
  else if (button.dataset.keep === "again") edit(cell, mine);
  else {
    cell.querySelector(".plan-problem").remove();
    stand(cell);
  }
}

document.addEventListener("htmx:afterSwap", () => {
  for (const grid of grids()) prepare(grid);
  const problem = document.querySelector(".plan-problem");
  if (problem && !open) {
    said.textContent = problem.querySelector("p").textContent;
    problem.querySelector("button").focus();
    return;
  }
  said.textContent = "Сохранено.";
  const row = wanted && document.getElementById(wanted.row);
  const cell = row && row.querySelector(`[data-cell="${wanted.cell}"]`);
  if (cell && !open && document.activeElement === document.body) stand(cell);
});

// No connection: what was typed stays in the cell until it goes through.
function failed(event) {
  const row = event.target.closest?.("[data-row]");
  const cell = row?.querySelector("[data-cell] .cell-editor")?.closest("[data-cell]");
  if (!cell) return;
  row.removeAttribute("aria-busy");
  const { mine } = cell.dataset;
  cell.querySelector(".cell-editor").remove();
  cell.querySelector("select")?.remove();
  cell.querySelector(".cell-text").hidden = false;
  edit(cell, mine);
  said.textContent = "Не сохранилось: нет связи с порталом. Нажмите Enter ещё раз.";
  said.classList.remove("visually-hidden");
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:responseError", failed);

// How many rows are ticked; the last ticked and Shift tick all between.
let last = null;
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.('input[name="row"]')) return;
  const boxes = [...document.querySelectorAll('input[name="row"]')];
  if (event.shiftKey && last) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
  const count = boxes.filter((one) => one.checked).length;
  const shown = document.querySelector("[data-plan-chosen]");
  shown.hidden = count === 0;
  shown.textContent = count;
  if (count) shown.closest("details").open = true;
});

for (const grid of grids()) {
  grid.setAttribute("role", "grid");
  prepare(grid);
}
const first = document.querySelector("[data-cell]");
if (first) first.tabIndex = 0;
document.querySelector("[data-plan-keys]").hidden = false;
