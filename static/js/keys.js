/* Keys of one character: "/" searches, "?" lists them, "g" and a letter open a page of the navigation.
   They can be switched off (WCAG 2.1.4); the choice stays in this browser. */
(() => {
  "use strict";

  const TYPED_IN = "input, textarea, select, [contenteditable], trix-editor";
  const SECOND_KEY_WITHIN = 1500;
  const dialog = document.getElementById("keys");
  let going = 0;

  const isOn = () => localStorage.getItem("shortcuts") !== "off";

  function showState() {
    document.querySelectorAll("[data-shortcuts]").forEach((button) => {
      const state = button.querySelector("[data-on]");
      button.setAttribute("aria-pressed", String(isOn()));
      state.textContent = isOn() ? state.dataset.on : state.dataset.off;
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shortcuts]")) {
      localStorage.setItem("shortcuts", isOn() ? "off" : "on");
      showState();
    }
    if (event.target.closest("[data-show-keys]")) openList();
  });

  function openList() {
    const menu = document.getElementById("user-menu");
    if (menu && menu.matches(":popover-open")) menu.hidePopover();
    dialog.showModal();
  }

  function goTo(letter) {
    const link = document.querySelector(`.sidenav a[data-go="${CSS.escape(letter)}"]`);
    if (link) location.assign(link.href);
    return Boolean(link);
  }

  document.addEventListener("keydown", (event) => {
    if (!dialog || dialog.open || !isOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPED_IN)) return;
    if (Date.now() - going < SECOND_KEY_WITHIN) {
      going = 0;
      if (goTo(event.key.toLowerCase())) event.preventDefault();
      return;
    }
    if (event.key === "g") going = Date.now();
    if (event.key === "?") openList();
    const box = document.querySelector("[data-search-key]");
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
    }
  });

  showState();
})();
