/** What can be wrong with an answer, and how far a checklist is: as the server judges it. */

import { t, figure } from "./words.js";

const TWO = ["ratio", "average"];
const OPTIONS = ["level", "choice"];

/**
 * A figure as typed, as plain text with a point; null when it is none. In Vietnamese the comma
 * divides and groups of three after a point are thousands.
 */
export function plainFigure(typed) {
  let text = typed.replace(/[\s\u00a0]/g, "");
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) text = text.replaceAll(".", "");
  text = text.replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(text) && text.length <= 18 ? text : null;
}

/** Only what says something, as the server keeps it. */
export function plainValue(answer) {
  const value = {};
  for (const key of ["number", "denominator", "word", "reason"]) if (answer[key]) value[key] = answer[key];
  if (answer.not_applicable) return { not_applicable: true, ...(answer.reason ? { reason: answer.reason } : {}) };
  return value;
}

const isBlank = (answer) => !answer.number && !answer.word && !answer.not_applicable;

/** Why the answer cannot be accepted, in words; empty when it can. */
export function faultOf(criterion, answer) {
  if (answer.not_applicable) return (answer.reason || "").trim() ? "" : t("Say why the criterion does not apply.");
  const unreadable = answer.number_typed || answer.denominator_typed;
  if (unreadable) return t("“{typed}” is not a number. Write digits only, for example 12 or 3,5.", { typed: unreadable });
  if (isBlank(answer)) {
    if (answer.denominator) return t("The first of the two figures is missing.");
    if (criterion.blank_needs_reason && !(answer.reason || "").trim()) return t("An answer is missing. Answer, or write why it stays blank.");
    return "";
  }
  if (TWO.includes(criterion.kind)) return quotientFault(criterion, answer);
  if (criterion.kind === "yes_no" || OPTIONS.includes(criterion.kind) || criterion.kind === "text") return "";
  return numberFault(criterion, Number(answer.number));
}

function quotientFault(criterion, { number, denominator }) {
  if (!denominator) return t("The second of the two figures is missing.");
  if (Number(number) < 0) return t("The figure cannot be negative.");
  if (Number(denominator) <= 0) return t("The figure divided by must be greater than 0.");
  if (criterion.kind === "ratio" && Number(number) > Number(denominator)) {
    return t("{part} is more than the whole, {whole}. Check both figures.", { part: figure(number), whole: figure(denominator) });
  }
  return "";
}

function numberFault(criterion, number) {
  if (number < 0) return t("The figure cannot be negative.");
  if (criterion.kind === "count" && !Number.isInteger(number)) return t("Write a whole number.");
  if (criterion.kind === "score" && number > Number(criterion.points)) {
    return t("At most {points} points can be given.", { points: figure(criterion.points) });
  }
  return "";
}

/** What the two figures come to, in words; empty while one is missing. */
export function quotientWords(criterion, { number, denominator }) {
  if (!number || !Number(denominator)) return "";
  const share = Number(number) / Number(denominator);
  return `${figure(criterion.kind === "ratio" ? share * 100 : share)} ${criterion.unit}`.trim();
}

/** Every question of an inspection with its place: checklist, group, criterion. */
export function* questions(visit) {
  for (const checklist of visit.checklists) {
    for (const group of checklist.groups) {
      for (const criterion of group.criteria) yield { checklist, group, criterion };
    }
  }
}

export const keyOf = (checklist, criterion) => `answer:${checklist.id}:${criterion.id}`;

/**
 * What the person says at present: what was typed and waits, else the newest of the device's own
 * events and what the server knew when the visit was taken along.
 */
export function answerTo(journal, checklist, criterion) {
  const key = keyOf(checklist, criterion);
  const draft = journal.drafts.get(key);
  if (draft) return { ...draft, draft: true };
  const event = journal.latest.get(key);
  const known = criterion.own;
  if (event && (!known || event.at >= new Date(known.at).toISOString())) {
    return { value: event.payload.value, note: event.payload.note, event };
  }
  return known ? { value: known.value, note: known.note, kept: true } : null;
}

/** Whether the question is asked at all, by earlier answers and by what was known beforehand. */
export function applies(journal, checklist, criterion) {
  const all = checklist.groups.flatMap((group) => group.criteria);
  return criterion.applies_if.every((check) => {
    const earlier = all.find((each) => each.code === check.key);
    if (!earlier) return check.values.includes(checklist.attributes[check.key] || "") !== check.negated;
    const said = answerTo(journal, checklist, earlier);
    return Boolean(said) && !said.draft && applies(journal, checklist, earlier) && check.values.includes(said.value.word || "") !== check.negated;
  });
}

/** One's own questions that are asked, and how many of them are answered. */
export function progress(journal, places) {
  const asked = places.filter(({ checklist, criterion }) => criterion.mine && applies(journal, checklist, criterion));
  const open = asked.filter(({ checklist, criterion }) => {
    const said = answerTo(journal, checklist, criterion);
    return !said || said.draft;
  });
  return { asked: asked.length, answered: asked.length - open.length, open };
}
