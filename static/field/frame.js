/** What every screen shares: the bar, the light that says whether it is safe to close, messages. */

import { button, h, isTyping } from "./dom.js";
import { currentLanguage, setLanguage, shell, t } from "./words.js";
import { reasonFor } from "./server.js";

const THEME = "field.theme";

/** The dark theme for sunlight, if it was chosen on this device. */
export function applyTheme(dark = localStorage.getItem(THEME) === "field") {
  document.documentElement.dataset.theme = dark ? "field" : "";
  localStorage.setItem(THEME, dark ? "field" : "");
  document.querySelector('meta[name="theme-color"]').content = dark ? "#0b1517" : "#083f4a";
}

const isDark = () => document.documentElement.dataset.theme === "field";

/** The bar above each screen. */
export function topBar(app, title, back = "") {
  const theme = button(isDark() ? t("Light theme") : t("Dark theme"), () => {
    applyTheme(!isDark());
    theme.textContent = isDark() ? t("Light theme") : t("Dark theme");
  }, { class: "bar-tool" });
  const other = currentLanguage() === "vi" ? "en" : "vi";
  const language = button(other === "en" ? "English" : "Tiếng Việt", () => {
    setLanguage(other);
    app.render();
  }, { class: "bar-tool", lang: other });
  return h("header", { class: "bar" },
    back ? h("a", { class: "back", href: back, "aria-label": t("Back") }, "‹") : h("a", { class: "back", href: shell.portal, "aria-label": t("To the portal") }, "⌂"),
    h("span", { class: "bar-title" }, title), theme, language);
}

/** What stands on the light: tone, sign and words. */
export function lightWords(app) {
  const { journal, photos, sender } = app;
  const review = journal.of("review").length;
  const files = photos.unsent().length;
  const waiting = journal.unsentCount || (isTyping() ? 1 : 0);
  if (sender.busy && waiting) return ["soon", "↑", t("Sending {n}…", { n: waiting })];
  if (review) return ["late", "!", t("{n} need attention", { n: review })];
  if (waiting) return ["soon", "●", t("{n} not on the server yet", { n: waiting })];
  if (files) return ["soon", "●", t("{n} photos not on the server yet", { n: files })];
  if (sender.safe) return ["done", "✓", t("Safe to close")];
  return ["quiet", "…", navigator.onLine ? t("Comparing with the server…") : t("No network; nothing waits to be sent")];
}

/** The light under the bar; it opens the queue. */
export function light(app) {
  const sign = h("span", { class: "light-sign", "aria-hidden": "true" });
  const words = h("b");
  const beside = h("span", { class: "light-why" });
  const element = h("a", { class: "light", href: "#/queue", role: "status", id: "light" }, sign, h("span", { class: "light-words" }, words, beside), h("span", { class: "light-go", "aria-hidden": "true" }, "›"));
  const refresh = () => {
    const [tone, mark, sentence] = lightWords(app);
    element.dataset.tone = tone;
    sign.textContent = mark;
    words.textContent = sentence;
    const problem = app.sender.problem;
    beside.textContent = problem && app.journal.unsentCount ? reasonFor(problem.code) : "";
  };
  app.listen(refresh);
  refresh();
  return element;
}

/** A short message at the foot of the screen, read out and gone after some seconds. */
export function toast(sentence) {
  const place = document.getElementById("toasts");
  const message = h("p", { class: "toast" }, sentence);
  place.replaceChildren(message);
  setTimeout(() => message.remove(), 6000);
}

/** The state of one event as a chip. */
export function stateChip(event) {
  const [tone, words] = {
    here: ["soon", t("on this device")], sending: ["soon", t("sending")],
    server: ["done", t("on the server")], review: ["late", t("needs attention")],
    draft: ["late", t("not complete")],
  }[event.state];
  return h("span", { class: "chip", data: { tone } }, words);
}

/** A screen of its own for what keeps the app from opening. */
export function stopScreen(title, paragraphs, actions = []) {
  document.getElementById("app").replaceChildren(
    h("main", { class: "opening", id: "main" }, h("h1", {}, title), paragraphs.map((text) => h("p", {}, text)), h("div", { class: "stack" }, actions)),
  );
}

export const signInLink = () => h("a", { class: "button primary", href: `${shell.signIn}?next=${encodeURIComponent(shell.shell)}` }, t("Sign in"));
