// «Скопировать текст для чата»: the button appears only where it can work.
"use strict";

async function copy(block) {
  const text = block.querySelector("textarea");
  const done = block.querySelector("[data-copy-done]");
  try {
    await navigator.clipboard.writeText(text.value);
    done.textContent = "Скопировано.";
  } catch {
    text.select();
    done.textContent = "Текст выделен: нажмите Ctrl+C.";
  }
}

for (const block of document.querySelectorAll("[data-copy]")) {
  const button = block.querySelector("[data-copy-button]");
  button.hidden = false;
  button.addEventListener("click", () => copy(block));
}
