// «Всё выполнено в срок»: one press for all rows; without it each row has its own choice.
"use strict";

const form = document.querySelector("[data-past]");
if (form) {
  const all = form.querySelector("[data-past-all]");
  all.hidden = false;
  all.addEventListener("click", (event) => {
    const { fate } = event.target.dataset;
    if (!fate) return;
    for (const choice of form.querySelectorAll('select[name^="fate_"]')) choice.value = fate;
  });
}
