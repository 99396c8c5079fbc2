/** Words of the app: English sentences are the keys, the shell brings the Vietnamese ones. */

const facts = document.getElementById("field-facts").dataset;
const vietnamese = JSON.parse(facts.words);
const KEPT = "field.language";

let language = localStorage.getItem(KEPT) || document.documentElement.lang || "vi";

/** Addresses and the build id the shell was made with. */
export const shell = facts;

/** The sentence in the language chosen, its {places} filled. */
export function t(sentence, places = {}) {
  const words = language === "vi" ? vietnamese[sentence] || sentence : sentence;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole));
}

export const currentLanguage = () => language;

/** The language of the account counts until somebody chooses one on this device. */
export function adoptLanguage(wanted) {
  if (!localStorage.getItem(KEPT) && wanted) setLanguage(wanted, false);
}

export function setLanguage(wanted, keep = true) {
  language = wanted === "en" ? "en" : "vi";
  document.documentElement.lang = language;
  document.title = t("Field checks");
  if (keep) localStorage.setItem(KEPT, language);
}

/** A moment as a clock shows it, with the day when it is not today. */
export function clock(iso) {
  const at = new Date(iso);
  const today = new Date().toDateString() === at.toDateString();
  const options = today ? { hour: "2-digit", minute: "2-digit" } : { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" };
  return at.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", options);
}

/** A figure as text ("1234.5") the way it is written in the language. */
export function figure(text, places = 2) {
  const options = { maximumFractionDigits: places };
  return Number(text).toLocaleString(language === "vi" ? "vi-VN" : "en-GB", options);
}
