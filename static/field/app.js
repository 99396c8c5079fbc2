/** The field app: who is here, one tab at a time, the screens, and new builds. */

import { adoptLanguage, setLanguage, currentLanguage, shell, t } from "./words.js";
import { button, flushAll, h, waiting } from "./dom.js";
import { openVault, seal, unseal } from "./vault.js";
import { read, write } from "./store.js";
import { Journal } from "./journal.js";
import { Photos } from "./photos.js";
import { Sender } from "./sender.js";
import { Visits } from "./visits.js";
import { session } from "./server.js";
import { applyTheme, signInLink, stopScreen } from "./frame.js";
import { homeScreen } from "./screens/home.js";
import { visitScreen } from "./screens/visit.js";
import { groupScreen, scrollTo } from "./screens/group.js";
import { findingsScreen } from "./screens/findings.js";
import { leaveScreen, queueScreen } from "./screens/queue.js";

const USER = "field.user";
const PATIENCE = 8_000;

/** The running app: everything one person has on this device, and what the screens listen to. */
class App {
  constructor(vault, name) {
    this.vault = vault;
    this.user = vault.user;
    this.name = name;
    this.journal = new Journal(vault);
    this.photos = new Photos(vault);
    this.visits = new Visits(vault);
    this.sender = new Sender(this.journal, this.photos);
    this.persisted = false;
    this.listeners = new Set();
  }

  async open() {
    await Promise.all([this.journal.load(), this.photos.load(), this.visits.load()]);
    let asked = 0;
    const tell = () => {
      if (asked) return;
      asked = requestAnimationFrame(() => {
        asked = 0;
        this.refresh();
      });
    };
    for (const source of [this.journal, this.photos, this.sender]) source.addEventListener("changed", tell);
    this.sender.addEventListener("other-person", () => location.reload());
    window.addEventListener("hashchange", () => this.render());
    window.addEventListener("pagehide", () => flushAll());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flushAll());
    this.persisted = Boolean(navigator.storage && navigator.storage.persist && (await navigator.storage.persist()));
    this.render();
    this.sender.start();
  }

  /** Calls `listener` on each change for as long as the screen stands. */
  listen(listener) {
    this.listeners.add(listener);
  }

  /** Tells the screen at once. */
  refresh() {
    this.listeners.forEach((listener) => listener());
  }

  /** Ends writing and sending, for instance because another tab goes on. */
  async close() {
    await flushAll();
    await this.journal.writing;
    this.sender.stop();
    this.vault.db.close();
  }

  render() {
    flushAll();
    waiting.clear();
    this.listeners.clear();
    const [, , visitId, ...rest] = location.hash.split("/");
    const parts = this.screen(location.hash, Number(visitId), rest);
    document.getElementById("app").replaceChildren(...parts, h("div", { id: "toasts", role: "status", "aria-live": "polite" }));
    updateBanner(this);
    const wanted = document.querySelector("main[data-wanted]")?.dataset.wanted;
    if (wanted) scrollTo(wanted);
    else window.scrollTo(0, 0);
  }

  screen(hash, visitId, [checklistId, groupId, criterionId]) {
    if (hash.startsWith("#/queue")) return queueScreen(this);
    if (hash.startsWith("#/leave")) return leaveScreen(this);
    const visit = this.visits.taken.get(visitId);
    if (!visit) return homeScreen(this);
    if (checklistId === "findings") return findingsScreen(this, visit);
    const checklist = visit.checklists.find((each) => each.id === Number(checklistId));
    const group = checklist && checklist.groups.find((each) => each.id === Number(groupId));
    return group ? groupScreen(this, visit, checklist, group, criterionId) : visitScreen(this, visit);
  }
}

/** Who uses the device: the server says; without a network the one who did last. */
async function whoIsHere() {
  const last = localStorage.getItem(USER);
  if (navigator.onLine) {
    try {
      const who = await session(PATIENCE);
      adoptLanguage(who.language);
      localStorage.setItem(USER, String(who.user));
      return { user: String(who.user), name: who.name };
    } catch (failure) {
      if (failure.code !== 401 && !last) return null;
    }
  }
  return last ? { user: last, name: "" } : null;
}

/**
 * Holds the person's data for this tab; another tab can take it over. `work` runs while it is held,
 * `lost` when it was taken.
 */
function alone(user, work, lost) {
  let held = false;
  const hold = (options) => navigator.locks.request(`field-${user}`, options, (lock) => {
    if (!lock) {
      stopScreen(t("Open in another tab"), [t("Two tabs would write into one draft. Close the other tab, or go on here: what was typed there is kept.")], [button(t("Go on here"), () => hold({ steal: true }), { class: "primary" })]);
      return undefined;
    }
    held = true;
    return work();
  }).catch((error) => {
    if (held && error.name === "AbortError") return lost();
    throw error;
  });
  return hold({ ifAvailable: true });
}

async function run({ user, name }) {
  let app = null;
  const work = async () => {
    const vault = await openVault(user);
    const known = await read(vault.db, "meta", "name");
    if (name) await write(vault.db, "meta", await seal(vault, name), "name");
    app = new App(vault, name || (known ? await unseal(vault, known) : ""));
    await app.open();
    serveOffline(app).catch(console.error);
    await new Promise(() => undefined);
  };
  await alone(user, work, async () => {
    stopScreen(t("Open in another tab"), [t("You went on in another tab. What was typed here is kept.")], [button(t("Go on here"), () => location.reload())]);
    if (app) await app.close();
  });
}

/** A new build waits until the person takes it, or all tabs are closed; the queue is kept either way. */
let waitingWorker = null;
function updateBanner(app) {
  if (!waitingWorker || document.getElementById("update")) return;
  const take = button(t("Update"), async () => {
    await app.close();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waitingWorker.postMessage("take-over");
  });
  document.getElementById("app").prepend(h("div", { class: "update", id: "update" }, h("span", {}, t("A new version is ready. What you typed is kept.")), take));
}

async function serveOffline(app) {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(shell.worker, { scope: shell.shell });
  const watch = (worker) => worker && worker.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
  });
  const offer = (worker) => {
    waitingWorker = worker;
    if (app) updateBanner(app);
  };
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}

async function start() {
  applyTheme();
  setLanguage(currentLanguage(), false);
  if (!window.isSecureContext || !navigator.locks) {
    stopScreen(t("This address is not secure"), [t("The field app needs an address that begins with https. Ask the administrator.")]);
    return;
  }
  const who = await whoIsHere();
  if (!who) {
    stopScreen(t("Field checks"), [navigator.onLine ? t("Sign in once with a network; afterwards the app also opens without one.") : t("There is no network, and nobody has signed in on this device yet.")], [signInLink()]);
    serveOffline(null).catch(console.error);
    return;
  }
  run(who).catch((error) => {
    console.error(error);
    stopScreen(t("The app could not be opened"), [t("What you typed is still on this device. Close all tabs of the app and open it again.")]);
  });
}

start();
