/* The rich-text editor, reduced to what an official paper can carry: bold, italic, lists, undo.
   Load before trix.umd.min.js. Names of the buttons come translated from the editor's page:
   <template id="rich-words" data-bold="…" …>. */
(() => {
  "use strict";

  const words = document.getElementById("rich-words").dataset;

  function button(attributes, label) {
    return `<button type="button" ${attributes} tabindex="-1">${label}</button>`;
  }
  const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  const label = (name) => escape(words[name]);

  // Said before the first editor begins: on a slow line Trix may start before a later script runs.
  document.addEventListener("trix-before-initialize", () => {
    window.Trix.config.toolbar.getDefaultHTML = () => `
    <div class="rich-buttons" role="group" aria-label="${label("toolbar")}">
      ${button('data-trix-attribute="bold" data-trix-key="b"', `<b>${label("bold")}</b>`)}
      ${button('data-trix-attribute="italic" data-trix-key="i"', `<i>${label("italic")}</i>`)}
      ${button('data-trix-attribute="bullet"', `• ${label("bullets")}`)}
      ${button('data-trix-attribute="number"', `1. ${label("numbers")}`)}
      ${button('data-trix-action="undo" data-trix-key="z"', `↶ ${label("undo")}`)}
      ${button('data-trix-action="redo" data-trix-key="shift+z"', `↷ ${label("redo")}`)}
    </div>
    <div class="trix-dialogs" data-trix-dialogs></div>`;
  });

  // Buttons are reached by keyboard: Trix takes them out of the order, which leaves the keyboard without lists.
  document.addEventListener("trix-initialize", (event) => {
    const editor = event.target;
    editor.toolbarElement.querySelectorAll("button").forEach((item) => item.removeAttribute("tabindex"));
    const field = document.getElementById(editor.getAttribute("input"));
    const named = document.querySelector(`label[for="${field.id}"]`);
    editor.setAttribute("role", "textbox");
    editor.setAttribute("aria-multiline", "true");
    if (named) {
      editor.setAttribute("aria-label", named.textContent.trim());
      named.addEventListener("click", () => editor.focus());
    }
  });
  // A paper is words: files are attached to the dossier, not to a sentence.
  document.addEventListener("trix-file-accept", (event) => event.preventDefault());
  // The form's guard and autosave listen for "input"; the editor's hidden field says it for it.
  document.addEventListener("trix-change", (event) => {
    const field = document.getElementById(event.target.getAttribute("input"));
    if (field) field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
