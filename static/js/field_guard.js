/* Before somebody signs out: what the field app holds unsent on this device is not left unnoticed. */
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const words = event.target.dataset.fieldGuard;
    if (!words) return;
    let held = null;
    try {
      held = JSON.parse(localStorage.getItem("field.unsent"));
    } catch {
      held = null;
    }
    const count = held && held.user === localStorage.getItem("field.user") ? held.count : 0;
    if (count && !window.confirm(words.replace("{n}", count))) {
      event.preventDefault();
      return;
    }
    const user = localStorage.getItem("field.user");
    localStorage.removeItem("field.user");
    if (user && !count) {
      localStorage.removeItem("field.unsent");
      indexedDB.deleteDatabase(`field-${user}`);
    }
  });
})();
