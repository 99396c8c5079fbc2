/** One group of questions to a screen, with the progress above and the next question below. */

import { h } from "../dom.js";
import { t } from "../words.js";
import { applies, progress, questions } from "../answers.js";
import { light, topBar } from "../frame.js";
import { questionCard } from "./question.js";
import { addressOf } from "./visit.js";

export function groupScreen(app, visit, checklist, group, wanted) {
  const places = group.criteria.map((criterion) => ({ checklist, group, criterion }));
  const count = h("span", { class: "count" });
  const bar = h("progress", { "aria-label": t("Answered") });
  const cards = new Map();
  const refresh = () => {
    const done = progress(app.journal, places);
    count.textContent = `${done.answered}/${done.asked}`;
    bar.max = Math.max(done.asked, 1);
    bar.value = done.answered;
    for (const [criterion, card] of cards) card.hidden = !applies(app.journal, checklist, criterion);
  };
  const mine = places.filter(({ criterion }) => criterion.mine);
  for (const place of mine) cards.set(place.criterion, questionCard(app, visit, place));
  app.listen(refresh);
  refresh();
  const others = places.length - mine.length;
  return [
    h("div", { class: "sticky" }, topBar(app, visit.unit, `#/visit/${visit.id}`), light(app),
      h("div", { class: "progress-line" }, bar, count)),
    h("main", { id: "main", class: "screen", data: { wanted: wanted || "" } },
      h("h1", {}, `${group.code}. ${group.title}`),
      others ? h("p", { class: "muted" }, t("{n} questions here are answered by other members of the team.", { n: others })) : null,
      [...cards.values()]),
    footBar(app, visit, checklist, group),
  ];
}

function footBar(app, visit, checklist, group) {
  const groups = visit.checklists.flatMap((each) => each.groups.map((one) => ({ checklist: each, group: one })));
  const at = groups.findIndex((each) => each.group === group && each.checklist === checklist);
  const step = (place, words, sign) => (place ? h("a", { class: "button step", href: addressOf(visit, place), "aria-label": words }, sign) : "");
  const next = h("button", { type: "button", class: "button primary grow", onclick: () => goNext(app, visit, checklist, group) }, t("Next unanswered question"));
  return h("nav", { class: "foot-bar", "aria-label": t("Between groups") }, step(groups[at - 1], t("Group before"), "‹"), next, step(groups[at + 1], t("Group after"), "›"));
}

/** The next one after where the person is, else the first one left anywhere. */
function goNext(app, visit, checklist, group) {
  const open = progress(app.journal, [...questions(visit)]).open;
  const order = [...questions(visit)];
  const focused = Number(document.activeElement.closest("[data-criterion]")?.dataset.criterion || location.hash.split("/")[5]);
  const here = order.findIndex((each) => each.checklist === checklist && each.group === group && (!focused || each.criterion.id === focused));
  const place = open.find((each) => order.findIndex((one) => one.criterion === each.criterion && one.checklist === each.checklist) > here) || open[0];
  if (!place) location.hash = `#/visit/${visit.id}`;
  else if (location.hash === addressOf(visit, place)) scrollTo(place.criterion.id);
  else location.hash = addressOf(visit, place);
}

/** Brings a question under the bars and puts the focus into it. */
export function scrollTo(criterion) {
  const card = document.querySelector(`[data-criterion="${criterion}"]`);
  if (!card) return;
  card.scrollIntoView({ block: "start" });
  card.focus({ preventScroll: true });
}
