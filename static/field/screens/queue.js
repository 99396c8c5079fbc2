/** What is on the server and what is not, why, and what to do; the rescue file; signing out. */

import { button, h } from "../dom.js";
import { clock, shell, t } from "../words.js";
import { answerTo, faultOf, questions } from "../answers.js";
import { light, signInLink, stateChip, toast, topBar } from "../frame.js";
import { placeSwitch } from "./findings.js";
import { passes, reasonFor, session } from "../server.js";
import { saveRescue, takeRescue } from "../rescue.js";
import { wipe } from "../store.js";
import { addressOf } from "./visit.js";

export function queueScreen(app) {
  const list = h("div", { class: "stack", id: "queue" });
  const refresh = () => list.replaceChildren(...rows(app));
  app.listen(refresh);
  refresh();
  return [
    topBar(app, t("What is on the server"), "#/"), light(app),
    h("main", { id: "main", class: "screen" },
      h("h1", {}, t("What is on the server")),
      h("div", { class: "stack" }, button(t("Send everything now"), () => app.sender.now(), { class: "primary" }), list),
      h("h2", {}, t("Rescue file")),
      h("p", { class: "muted" }, t("Everything unsent as one file, to be taken in on this or another device by you. Keep it as carefully as the answers themselves: it is not encrypted.")),
      h("div", { class: "stack" }, button(t("Save a rescue file"), () => saveRescue(app.journal, app.photos)), takePart(app)),
      h("h2", {}, t("This device")), placeSwitch(), persistence(app),
      h("p", { class: "muted small" }, t("Build {build}", { build: shell.build }))),
  ];
}

/** Words for what an event is about. */
function about(app, event) {
  const visit = app.visits.list().find((each) => each.topic === event.topic);
  const place = visit && [...questions(visit)].find((each) => each.criterion.id === event.payload.criterion && each.checklist.id === event.payload.checklist);
  const what = {
    "inspections.answer": t("Answer"), "inspections.photo": t("Photo"), "inspections.finding": t("What was seen"),
    "inspections.finding_withdrawn": t("Taken back"), "inspections.attendance": t("Person present"),
  }[event.kind] || event.kind;
  const words = [what, place && place.criterion.code, event.payload.text || event.payload.name, visit && visit.unit];
  return [words.filter(Boolean).join(" · "), place && place.criterion.mine ? addressOf(visit, place) : ""];
}

function rows(app) {
  const unsent = app.journal.unsent();
  const told = [...app.journal.events.values()].filter((event) => event.state === "server" && event.reason);
  const drafts = app.visits.list().flatMap((visit) => [...questions(visit)].map((place) => ({ visit, place, said: answerTo(app.journal, place.checklist, place.criterion) })).filter(({ said }) => said && said.draft));
  if (!unsent.length && !drafts.length && !told.length) return [h("p", { class: "muted" }, t("Nothing waits to be sent."))];
  return [
    ...drafts.map(({ visit, place, said }) => h("div", { class: "card" }, h("div", { class: "chips" }, stateChip({ state: "draft" })),
      h("a", { href: addressOf(visit, place) }, `${place.criterion.code} · ${visit.unit}`), h("p", { class: "why" }, faultOf(place.criterion, said.value)))),
    ...[...unsent, ...told].map((event) => row(app, event)),
  ];
}

function row(app, event) {
  const [words, address] = about(app, event);
  const review = event.state === "review";
  const final = review && !passes(event.code);
  return h("div", { class: "card", data: { code: event.code || "" } },
    h("div", { class: "chips" }, stateChip(event), h("span", { class: "muted small" }, clock(event.at))),
    address ? h("a", { href: address }, words) : h("span", {}, words),
    event.reason ? h("p", { class: "why" }, event.reason) : null,
    review && event.reason !== reasonFor(event.code) ? h("p", { class: "why" }, reasonFor(event.code)) : null,
    review && event.code === 401 ? signInLink() : null,
    final ? h("div", { class: "two-buttons" }, button(t("Send again"), () => app.sender.retry(event)), button(t("Take it off this device"), () => confirm(t("It is not on the server as you wrote it. Save a rescue file first. Take it off this device?")) && app.journal.discard(event))) : null);
}

function takePart(app) {
  const input = h("input", { type: "file", accept: "application/json,.json", class: "unseen", onchange: async () => {
    const count = await takeRescue(input.files[0], app.journal, app.photos);
    toast(count === null ? t("This is not a rescue file of yours, or it is damaged. Nothing was changed.") : t("{n} entries were new and are sent now.", { n: count }));
    input.value = "";
    app.sender.now();
  } });
  return h("label", { class: "button" }, input, h("span", {}, t("Take a rescue file in")));
}

function persistence(app) {
  return h("p", { class: "muted" }, app.persisted ? t("The browser has promised to keep what is stored here.") : t("The browser may delete what is stored here when the phone runs out of room. Put the app on the home screen, and send often."));
}

/** Signing out: what is unsent is never thrown away by it. */
export function leaveScreen(app) {
  const unsent = app.journal.unsentCount + app.photos.unsent().length;
  const main = h("main", { id: "main", class: "screen" }, h("h1", {}, t("Sign out")));
  if (unsent) {
    main.append(
      h("p", { class: "notice", data: { tone: "late" } }, t("{n} entries are not on the server yet. Send them first, or save a rescue file. If you sign out now they stay locked on this device until you sign in here again.", { n: unsent })),
      h("div", { class: "stack" }, button(t("Send everything now"), () => app.sender.now().then(() => app.render()), { class: "primary" }), button(t("Save a rescue file"), () => saveRescue(app.journal, app.photos)), button(t("Sign out all the same"), () => signOut(app, false))));
  } else {
    main.append(h("p", {}, t("Everything is on the server. Signing out removes all visits and answers from this device.")), button(t("Sign out"), () => signOut(app, true), { class: "primary" }));
  }
  return [topBar(app, t("Sign out"), "#/"), light(app), main];
}

async function signOut(app, clean) {
  let who;
  try {
    who = await session();
  } catch (failure) {
    if (failure.code !== 401) {
      toast(t("Signing out needs a network."));
      return;
    }
  }
  await app.close();
  localStorage.removeItem("field.user");
  if (clean) await wipe(app.user);
  if (clean) localStorage.removeItem("field.unsent");
  if (!who) {
    location.href = shell.signIn;
    return;
  }
  const form = h("form", { method: "post", action: shell.signOut, hidden: true }, h("input", { name: "csrfmiddlewaretoken", value: who.csrf }));
  document.body.append(form);
  form.submit();
}
