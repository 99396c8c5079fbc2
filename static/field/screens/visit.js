/** One visit: groups of questions with what is done, what was asked of the unit before, the team. */

import { button, h } from "../dom.js";
import { t } from "../words.js";
import { progress, questions } from "../answers.js";
import { light, toast, topBar } from "../frame.js";

export function visitScreen(app, visit) {
  const whole = progress(app.journal, [...questions(visit)]);
  const next = whole.open[0];
  return [
    topBar(app, visit.unit, "#/"), light(app),
    h("main", { id: "main", class: "screen" },
      h("h1", {}, visit.unit),
      h("p", { class: "muted" }, [visit.day, visit.starts && `${visit.starts}–${visit.ends}`, visit.mode].filter(Boolean).join(" · ")),
      h("progress", { max: String(Math.max(whole.asked, 1)), value: whole.answered, "aria-label": t("Answered") }),
      h("p", {}, t("{done} of {all} questions answered", { done: whole.answered, all: whole.asked })),
      whole.asked ? null : h("p", { class: "notice", data: { tone: "quiet" } }, t("No question of this visit is yours. The lead of the team gives the questions out, or adds a checklist, on the portal.")),
      next ? h("a", { class: "button primary wide", href: addressOf(visit, next) }, t("Next unanswered question"))
        : whole.asked > 0 && h("p", { class: "notice", data: { tone: "done" } }, t("All your questions are answered.")),
      visit.checklists.map((checklist) => checklistPart(app, visit, checklist)),
      h("h2", {}, t("What was seen")),
      h("a", { class: "row-link", href: `#/visit/${visit.id}/findings` }, t("Good practice and shortcomings"), h("span", { "aria-hidden": "true" }, "›")),
      recommendationsPart(visit), teamPart(app, visit),
      h("div", { class: "stack foot" },
        button(t("Fetch this visit anew"), () => refresh(app, visit)),
        button(t("Remove it from this device"), () => leave(app, visit)))),
  ];
}

/** The address of a question's place; the group's screen scrolls to it. */
export const addressOf = (visit, { checklist, group, criterion }) => `#/visit/${visit.id}/${checklist.id}/${group.id}/${criterion ? criterion.id : ""}`;

function checklistPart(app, visit, checklist) {
  return [
    h("h2", {}, checklist.subject ? `${checklist.name}, ${checklist.subject}` : checklist.name),
    h("ul", { class: "groups" }, checklist.groups.map((group) => {
      const done = progress(app.journal, group.criteria.map((criterion) => ({ checklist, group, criterion })));
      const words = done.asked ? `${done.answered}/${done.asked}` : t("not yours");
      return h("li", {}, h("a", { class: "row-link", href: addressOf(visit, { checklist, group }), data: { done: String(done.asked > 0 && done.answered === done.asked) } },
        h("span", { class: "grow" }, `${group.code}. ${group.title}`), h("span", { class: "count" }, done.asked && done.answered === done.asked ? `✓ ${words}` : words)));
    })),
  ];
}

function recommendationsPart(visit) {
  if (!visit.recommendations.length) return [];
  return [
    h("h2", {}, t("Asked of the unit before, not verified yet")),
    h("ul", { class: "plain" }, visit.recommendations.map((each) => h("li", { class: "card" },
      h("span", {}, each.text), h("span", { class: "muted" }, t("Due {day} · {state}", { day: each.due, state: each.state }))))),
  ];
}

function teamPart(app, visit) {
  const sent = [...app.journal.events.values()].filter((event) => event.topic === visit.topic && event.kind === "inspections.attendance");
  const present = [...visit.present, ...sent.map((event) => event.payload)];
  const sides = { team: t("Inspection team"), unit: t("Unit inspected"), other: t("Others present") };
  const form = h("form", { class: "stack card", onsubmit: (event) => add(event, app, visit) },
    h("label", {}, t("For"), h("select", { name: "side" }, ["unit", "other", "team"].map((side) => h("option", { value: side }, sides[side])))),
    h("label", {}, t("Full name"), h("input", { name: "name", required: true, maxlength: "150", autocomplete: "off" })),
    h("label", {}, t("Post"), h("input", { name: "post", maxlength: "200", autocomplete: "off" })),
    h("button", { class: "button", type: "submit" }, t("Add this person")));
  return [
    h("h2", {}, t("People present")),
    h("ul", { class: "plain" }, visit.team.map((each) => h("li", {}, `${each.name} – ${each.role}`)), present.map((each) => h("li", {}, [each.name, each.post, sides[each.side]].filter(Boolean).join(" – ")))),
    h("details", {}, h("summary", {}, t("Somebody else is present")), form),
  ];
}

async function add(event, app, visit) {
  event.preventDefault();
  const { side, name, post } = Object.fromEntries(new FormData(event.target));
  await app.journal.append({ topic: visit.topic, kind: "inspections.attendance", payload: { side, name: name.trim(), post: post.trim() } });
  app.render();
}

async function refresh(app, visit) {
  try {
    await app.visits.take(visit.id);
    toast(t("{unit} is on this device.", { unit: visit.unit }));
    app.render();
  } catch {
    toast(t("It could not be fetched. Try again when the network is better."));
  }
}

async function leave(app, visit) {
  const unsent = app.journal.unsent().some((event) => event.topic === visit.topic);
  const drafts = visit.checklists.some((checklist) => [...app.journal.drafts.keys()].some((key) => key.startsWith(`answer:${checklist.id}:`)));
  if (unsent || drafts) {
    toast(t("Something of this visit is not on the server yet. It stays on this device until it is."));
    return;
  }
  await app.visits.leave(visit.id);
  location.hash = "#/";
}
