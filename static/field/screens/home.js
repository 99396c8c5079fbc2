/** The first screen: visits on this device, and those that can be taken along. */

import { button, h } from "../dom.js";
import { t } from "../words.js";
import { progress, questions } from "../answers.js";
import { light, toast, topBar } from "../frame.js";

export function homeScreen(app) {
  const offers = h("div", { class: "stack" });
  const taken = app.visits.list();
  if (navigator.onLine) fillOffers(app, offers);
  else offers.append(h("p", { class: "muted" }, t("Without a network no further visit can be taken along.")));
  return [
    topBar(app, t("Field checks")), light(app),
    h("main", { id: "main", class: "screen" },
      h("h1", {}, t("On this device")),
      taken.length ? h("div", { class: "stack" }, taken.map((visit) => takenCard(app, visit)))
        : h("p", { class: "muted" }, t("Take the visits along while you have a network. Afterwards everything works without one.")),
      h("h2", {}, t("Visits to take along")), offers,
      h("nav", { class: "foot-links", "aria-label": t("More") },
        h("a", { href: "#/queue", class: "row-link" }, t("What is on the server, rescue file"), h("span", { "aria-hidden": "true" }, "›")),
        h("a", { href: "#/leave", class: "row-link" }, t("Sign out"), h("span", { "aria-hidden": "true" }, "›"))),
      h("p", { class: "muted small" }, app.name)),
  ];
}

const hours = (visit) => (visit.starts ? `${visit.starts}–${visit.ends}` : "");

function takenCard(app, visit) {
  const done = progress(app.journal, [...questions(visit)]);
  return h("a", { class: "card visit-link", href: `#/visit/${visit.id}` },
    h("b", { class: "card-title" }, visit.unit),
    h("span", { class: "muted" }, [visit.day, hours(visit)].filter(Boolean).join(" · ")),
    h("progress", { max: String(Math.max(done.asked, 1)), value: done.answered, "aria-label": t("Answered") }),
    h("span", {}, t("{done} of {all} questions answered", { done: done.answered, all: done.asked })));
}

async function fillOffers(app, place) {
  place.replaceChildren(h("p", { class: "muted", role: "status" }, t("Looking for your visits…")));
  let offered;
  try {
    offered = await app.visits.offered();
  } catch (failure) {
    place.replaceChildren(h("p", { class: "muted" }, failure.code === 401 ? t("Your sign-in has expired. Sign in again to take further visits along.") : t("The list of visits could not be fetched. Try again when the network is better.")));
    return;
  }
  const others = offered.filter((visit) => !app.visits.taken.has(visit.id));
  place.replaceChildren(...(others.length ? others.map((visit) => offerCard(app, visit)) : [h("p", { class: "muted" }, t("There is no further visit of your teams."))]));
}

function offerCard(app, visit) {
  const take = button(t("Take along"), async () => {
    take.disabled = true;
    take.textContent = t("Fetching…");
    try {
      await app.visits.take(visit.id);
      toast(t("{unit} is on this device.", { unit: visit.unit }));
      app.render();
    } catch {
      take.disabled = false;
      take.textContent = t("Take along");
      toast(t("It could not be fetched. Try again when the network is better."));
    }
  });
  return h("div", { class: "card offer", data: { visit: visit.id } },
    h("div", { class: "grow" }, h("b", { class: "card-title" }, visit.unit),
      h("span", { class: "muted" }, [visit.day, hours(visit), visit.mode].filter(Boolean).join(" · "))), take);
}
