/** Talking to the server: every failure has a number and words that say what to do. */

import { shell, t } from "./words.js";

const PATIENCE = 30_000;

/** A request that did not succeed. `code` 0: nothing came back. */
export class Failure extends Error {
  constructor(code) {
    super(`HTTP ${code}`);
    this.code = code;
  }
}

/** Why it did not arrive and what to do, for the person. */
export function reasonFor(code) {
  return {
    0: t("No connection. It is sent by itself when the network is back."),
    401: t("Your sign-in has expired. Sign in again: what is on this device stays, and is sent then."),
    403: t("The server refused this device. Open the app again; if it happens again, tell the administrator."),
    404: t("The server does not find this visit among yours; the assignment may have changed. Save a rescue file and tell the lead of your team."),
    409: t("The server already has something else under this number. Both are kept; tell the lead of your team which one counts."),
    413: t("Too large for the server. Take the photo again, or save a rescue file."),
    422: t("The server cannot accept this as it is. Open the question, correct the answer; it is sent anew."),
    500: t("The server has a fault at present. It is tried again by itself."),
  }[code >= 500 ? 500 : code] || t("It did not arrive ({code}). It is tried again by itself.", { code });
}

/** Failures that pass by themselves, or with a new sign-in. */
export const passes = (code) => code === 0 || code === 401 || code === 403 || code === 429 || code >= 500;

async function ask(address, options = {}) {
  let response;
  try {
    response = await fetch(address, {
      credentials: "same-origin", redirect: "manual", cache: "no-store",
      signal: AbortSignal.timeout(options.patience || PATIENCE), ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
  } catch {
    throw new Failure(0);
  }
  if (response.type === "opaqueredirect") throw new Failure(401);
  const content = await response.json().catch(() => null);
  // A batch of one has the status of its event: what became of it is in the answer.
  if (!response.ok && !(content && content.results)) throw new Failure(response.status);
  if (!content) throw new Failure(0);
  return content;
}

export const session = (patience) => ask("/sync/session/", { patience });
export const visitList = () => ask(shell.visits);
export const visitPackage = (id) => ask(`${shell.visits}${id}/`);
export const receipt = (topic, device) => ask(`/sync/receipt/?${new URLSearchParams({ topic, device })}`);

export function sendEvents(device, events, csrf) {
  return ask("/sync/events/", {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ device, events }),
  });
}

export function sendFile(file, bytes, csrf) {
  const form = new FormData();
  form.append("sha256", file.sha256);
  form.append("file", new Blob([bytes], { type: file.type }), file.name);
  return ask(`/sync/files/${file.id}/`, { method: "POST", headers: { "X-CSRFToken": csrf }, body: form });
}
