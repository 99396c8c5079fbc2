/** One question: the answer by its kind, why not, a note, photos, and what was said before. */

import { h, settled, waiting } from "../dom.js";
import { currentLanguage, figure, t } from "../words.js";
import { answerTo, faultOf, keyOf, plainFigure, plainValue, quotientWords } from "../answers.js";
import { stateChip } from "../frame.js";
import { photoPart } from "./findings.js";

const shownFigure = (text) => (text && currentLanguage() === "vi" ? text.replace(".", ",") : text || "");

/** The card of a question; it writes to the journal what it is told. */
export function questionCard(app, visit, place) {
  const { checklist, criterion } = place;
  const said = answerTo(app.journal, checklist, criterion);
  const answer = { ...(said ? said.value : {}) };
  const note = { text: said ? said.note : "" };
  const fault = h("p", { class: "fault", role: "alert", id: `fault-${checklist.id}-${criterion.id}` });
  const state = h("span", { class: "chips" });
  const card = h("section", { class: "card question", tabindex: "-1", data: { criterion: criterion.id }, "aria-labelledby": `q-${checklist.id}-${criterion.id}` });
  const write = () => store(app, visit, place, answer, note.text);
  const slow = settled(write);
  waiting.add(slow);
  const changed = (soon) => {
    fault.textContent = touched(answer, note) ? faultOf(criterion, answer) : "";
    if (soon) {
      slow.flush();
      write();
    } else slow.later();
    app.refresh();
  };
  const refresh = () => {
    const now = answerTo(app.journal, checklist, criterion);
    const chips = [];
    if (now && now.draft) chips.push(stateChip({ state: "draft" }));
    else if (now) chips.push(stateChip(now.event || { state: "server" }));
    if (now && now.event && now.event.reason && !now.draft) chips.push(h("span", { class: "why" }, now.event.reason));
    state.replaceChildren(...chips);
  };
  app.listen(refresh);
  refresh();
  if (said && said.draft) fault.textContent = faultOf(criterion, answer);
  card.append(...heading(criterion, checklist, state), answerPart(place, answer, changed), fault,
    notePart(visit, note, changed), photoPart(app, visit, { checklist: checklist.id, criterion: criterion.id, finding: "" }), ...beside(checklist, criterion));
  return card;
}

const touched = (answer, note) => Object.values(answer).some(Boolean) || Boolean(note.text);

function heading(criterion, checklist, state) {
  const bounds = criterion.bounds.length ? h("p", { class: "bounds" }, criterion.bounds.join(" · ")) : null;
  return [
    h("h2", { id: `q-${checklist.id}-${criterion.id}` }, h("span", { class: "code" }, criterion.code), ` ${criterion.text}`),
    state, bounds || "", criterion.verified ? "" : h("p", { class: "unverified" }, t("Figures not checked against the text of the law yet")),
  ].filter(Boolean);
}

/** Writes an acceptable answer as an event; anything else stays as it was typed. */
function store(app, visit, { checklist, criterion }, answer, note) {
  const key = keyOf(checklist, criterion);
  if (!touched(answer, { text: note }) && !app.journal.latest.has(key) && !criterion.own) return app.journal.dropDraft(key);
  if (faultOf(criterion, answer)) return app.journal.keepDraft(key, { value: { ...answer }, note });
  const payload = { checklist: checklist.id, criterion: criterion.id, stage: "onsite", value: plainValue(answer), note: note.trim() };
  return Promise.all([app.journal.append({ topic: visit.topic, kind: "inspections.answer", payload, key }), app.journal.dropDraft(key)]);
}

function answerPart(place, answer, changed) {
  const { checklist, criterion } = place;
  const name = `a-${checklist.id}-${criterion.id}`;
  const reason = h("textarea", { rows: "2", "aria-label": t("Reason"), placeholder: t("Reason"), value: answer.reason || "", maxlength: "1000", oninput: () => {
    answer.reason = reason.value.replaceAll("\0", "");
    changed(false);
  } });
  const part = h("div", { class: "answer" });
  const setMode = (mode) => {
    answer.not_applicable = mode === "not_applicable";
    if (mode) for (const key of ["number", "number_typed", "denominator", "denominator_typed", "word"]) delete answer[key];
    if (!mode) delete answer.reason;
    if (!mode) reason.value = "";
    reason.hidden = !mode;
  };
  const blank = !answer.not_applicable && Boolean(answer.reason);
  reason.hidden = !(answer.not_applicable || blank);
  const others = [["not_applicable", t("Does not apply"), answer.not_applicable]];
  if (criterion.kind !== "yes_no") others.push(["blank", t("Leave blank"), blank]);
  const pick = (choice) => {
    setMode("");
    answer.word = choice;
    changed(true);
  };
  const away = others.map(([mode, words, on]) => choiceButton(name, mode, words, on, () => {
    clearFigures(part);
    setMode(mode);
    changed(true);
    reason.focus();
  }));
  if (criterion.kind === "yes_no") {
    const choices = [["yes", t("Yes")], ["no", t("No")]].map(([value, words]) => choiceButton(name, value, words, answer.word === value, () => pick(value)));
    part.append(h("div", { class: "choices three", role: "radiogroup" }, choices, away));
  } else {
    const main = criterion.options.length && ["level", "choice"].includes(criterion.kind)
      ? h("div", { class: "choices", role: "radiogroup" }, criterion.options.map((option) => choiceButton(name, option.value, option.label, answer.word === option.value, () => pick(option.value))))
      : typedPart(criterion, answer, (soon) => {
        part.querySelectorAll(".away input").forEach((input) => { input.checked = false; });
        if (!reason.hidden) setMode("");
        changed(soon);
      });
    part.append(main, h("div", { class: "choices away" }, away));
  }
  part.append(reason);
  return part;
}

const clearFigures = (part) => part.querySelectorAll("input[type=text], .typed textarea").forEach((input) => { input.value = ""; });

function choiceButton(name, value, words, checked, onpick) {
  return h("label", { class: "choice" }, h("input", { type: "radio", name, value, checked, onchange: onpick }), h("span", {}, words));
}

/** One figure, two with what they come to, or a text. */
function typedPart(criterion, answer, changed) {
  if (criterion.kind === "text") {
    const text = h("textarea", { rows: "3", "aria-label": t("Answer"), value: answer.word || "", maxlength: "4000", oninput: () => {
      answer.word = text.value.replaceAll("\0", "").trim();
      changed(false);
    } });
    return h("div", { class: "typed" }, text);
  }
  const two = ["ratio", "average"].includes(criterion.kind);
  const echo = h("output", { class: "echo" });
  const say = () => { echo.textContent = two ? quotientWords(criterion, answer) : figureWords(criterion, answer.number); };
  const field = (key, label) => {
    const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", value: answer[`${key}_typed`] || shownFigure(answer[key]), oninput: () => {
      const plain = plainFigure(input.value);
      delete answer[key];
      delete answer[`${key}_typed`];
      if (plain !== null) answer[key] = plain;
      else if (input.value.trim()) answer[`${key}_typed`] = input.value.trim().slice(0, 40);
      say();
      changed(false);
    } });
    return h("label", { class: "figure" }, h("span", {}, label), input);
  };
  say();
  if (two) return h("div", { class: "typed two" }, field("number", criterion.numerator), field("denominator", criterion.denominator), h("p", { class: "echo-line" }, t("That is"), " ", echo));
  const label = criterion.kind === "score" && criterion.points ? t("Points, at most {points}", { points: figure(criterion.points) }) : criterion.unit || t("Number");
  return h("div", { class: "typed" }, field("number", label), echo);
}

const figureWords = (criterion, number) => (number && /[.]|\d{4}/.test(number) ? `= ${figure(number, 6)} ${criterion.unit}`.trim() : "");

function notePart(visit, note, changed) {
  const text = h("textarea", { rows: "3", "aria-label": t("Note"), value: note.text, maxlength: "4000", oninput: () => {
    note.text = text.value.replaceAll("\0", "");
    changed(false);
  } });
  const canned = h("select", { "aria-label": t("Ready-made remarks"), onchange: () => {
    text.value = [text.value.trim(), canned.value].filter(Boolean).join(" ");
    note.text = text.value;
    canned.value = "";
    changed(true);
  } }, h("option", { value: "" }, t("Ready-made remarks…")), visit.canned.map((words) => h("option", { value: words, lang: "vi" }, words)));
  return h("details", { class: "note", open: Boolean(note.text) }, h("summary", {}, t("Note")), h("div", { class: "stack" }, canned, text));
}

function beside(checklist, criterion) {
  const rows = criterion.beside.map((each) => [each.stage, each]);
  if (criterion.before) rows.unshift([checklist.year_before, criterion.before]);
  const guidance = [[t("Guidance"), criterion.guidance], [t("Evidence wanted"), criterion.evidence], [t("Clause of the law"), criterion.clause]].filter(([, words]) => words);
  const parts = [];
  if (rows.length) {
    parts.push(h("dl", { class: "beside" }, rows.map(([label, each]) => [h("dt", {}, label), h("dd", {}, each.words, each.note ? h("span", { class: "muted" }, ` – ${each.note}`) : null)])));
  }
  if (guidance.length) parts.push(h("details", {}, h("summary", {}, t("Guidance and evidence")), h("dl", {}, guidance.map(([label, words]) => [h("dt", {}, label), h("dd", {}, words)]))));
  return parts;
}
