/** Good practice and shortcomings, and the photos of a question or a finding. */

import { button, h } from "../dom.js";
import { clock, t } from "../words.js";
import { light, stateChip, toast, topBar } from "../frame.js";
import { compressed, place } from "../photos.js";

const ALLOWED = "field.place";
const kinds = () => ({ strength: t("Good practice"), shortcoming: t("Shortcoming"), violation: t("Violation") });

/** Findings on the device and on the server, without those withdrawn. */
function findingsOf(app, visit) {
  const events = [...app.journal.events.values()].filter((event) => event.topic === visit.topic);
  const gone = new Set(events.filter((event) => event.kind === "inspections.finding_withdrawn").map((event) => event.payload.finding));
  const own = events.filter((event) => event.kind === "inspections.finding").map((event) => ({ ...event.payload, id: event.payload.finding, mine: true, event }));
  const known = new Set(own.map((each) => each.id));
  const others = visit.findings.filter((each) => !known.has(each.id));
  return [...others, ...own].filter((each) => !gone.has(each.id));
}

export function findingsScreen(app, visit) {
  const found = findingsOf(app, visit);
  const both = ["strength", "shortcoming"].filter((kind) => !found.some((each) => each.kind === kind));
  return [
    topBar(app, visit.unit, `#/visit/${visit.id}`), light(app),
    h("main", { id: "main", class: "screen" },
      h("h1", {}, t("What was seen")),
      both.length ? h("p", { class: "notice", data: { tone: "soon" } }, t("Missing so far: {what}. Both are part of the minutes.", { what: both.map((kind) => kinds()[kind].toLowerCase()).join(", ") })) : null,
      newFinding(app, visit),
      found.map((each) => findingCard(app, visit, each))),
  ];
}

function newFinding(app, visit) {
  const save = async (event) => {
    event.preventDefault();
    const { kind, text } = Object.fromEntries(new FormData(event.target));
    const payload = { finding: crypto.randomUUID(), kind, text: text.trim(), checklist: null, criterion: null };
    await app.journal.append({ topic: visit.topic, kind: "inspections.finding", payload });
    app.render();
  };
  return h("form", { class: "card stack", onsubmit: save },
    h("div", { class: "choices three", role: "radiogroup" }, Object.entries(kinds()).map(([kind, words], at) => h("label", { class: "choice" }, h("input", { type: "radio", name: "kind", value: kind, checked: at === 0 }), h("span", {}, words)))),
    h("label", {}, t("What was seen"), h("textarea", { name: "text", rows: "3", required: true, maxlength: "4000" })),
    h("button", { type: "submit", class: "button primary" }, t("Write it down")));
}

function findingCard(app, visit, finding) {
  const withdraw = button(t("Take it back"), async () => {
    await app.journal.append({ topic: visit.topic, kind: "inspections.finding_withdrawn", payload: { finding: finding.id } });
    app.render();
  });
  return h("section", { class: "card finding", data: { finding: finding.id } },
    h("div", { class: "chips" }, h("span", { class: "chip", data: { tone: finding.kind === "strength" ? "done" : "late" } }, kinds()[finding.kind]), finding.event ? stateChip(finding.event) : null),
    h("p", {}, finding.text), finding.mine ? null : h("p", { class: "muted small" }, finding.author),
    photoPart(app, visit, { checklist: finding.checklist ?? null, criterion: finding.criterion ?? null, finding: finding.id }), finding.mine ? withdraw : null);
}

/** Photos of one thing: a button that opens the camera, and those taken on this device. */
export function photoPart(app, visit, about) {
  const list = h("ul", { class: "photos" });
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", class: "unseen", onchange: () => take() });
  const show = () => {
    const events = [...app.journal.events.values()].filter((event) => isAbout(event, visit, about));
    const newest = new Map(events.map((event) => [event.payload.photo, event]));
    list.replaceChildren(...[...newest.values()].map((event) => photoItem(app, event)));
  };
  const take = async () => {
    const picture = input.files[0];
    if (!picture) return;
    try {
      await keepPhoto(app, visit, about, picture);
    } catch {
      toast(t("This picture cannot be read. Take it again with the camera."));
    }
    input.value = "";
    show();
  };
  show();
  return h("div", { class: "photo-part" }, h("label", { class: "button photo" }, input, h("span", {}, t("Add a photo"))), list);
}

const isAbout = (event, visit, { checklist, criterion, finding }) => event.kind === "inspections.photo" && event.topic === visit.topic
  && (finding ? event.payload.finding === finding : event.payload.checklist === checklist && event.payload.criterion === criterion && !event.payload.finding);

async function keepPhoto(app, visit, about, picture) {
  const file = await app.photos.keep(await compressed(picture));
  const where = localStorage.getItem(ALLOWED) === "yes" ? await place() : null;
  const payload = {
    photo: crypto.randomUUID(), file: file.id, caption: "", checklist: about.checklist, criterion: about.criterion,
    finding: about.finding || null, latitude: where ? where.latitude : null, longitude: where ? where.longitude : null,
  };
  await app.journal.append({ topic: visit.topic, kind: "inspections.photo", payload, key: `photo:${payload.photo}` });
}

function photoItem(app, event) {
  const image = h("img", { alt: event.payload.caption || t("Photo"), width: "72", height: "72" });
  app.photos.address(event.payload.file).then((address) => { if (address) image.src = address; });
  const caption = h("input", { type: "text", maxlength: "300", value: event.payload.caption, "aria-label": t("Caption"), placeholder: t("Caption"), onchange: () => {
    const payload = { ...event.payload, caption: caption.value.trim() };
    app.journal.append({ topic: event.topic, kind: event.kind, payload, key: `photo:${payload.photo}` });
  } });
  return h("li", {}, image, h("div", { class: "grow" }, caption, h("span", { class: "muted small" }, clock(event.at))));
}

/** The switch that lets photos carry the place where they were taken. */
export function placeSwitch() {
  const box = h("input", { type: "checkbox", checked: localStorage.getItem(ALLOWED) === "yes", onchange: () => localStorage.setItem(ALLOWED, box.checked ? "yes" : "no") });
  return h("label", { class: "switch" }, box, h("span", {}, t("Photos carry the place where they were taken (the phone asks once)")));
}
