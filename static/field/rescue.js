/** The way out when nothing can be sent: everything unsent as a file, for this or another device. */

import { sha256 } from "./receipt.js";

const FORMAT = "inspection-portal-field";

function toText(bytes) {
  let text = "";
  const view = new Uint8Array(bytes);
  for (let from = 0; from < view.length; from += 0x8000) text += String.fromCharCode(...view.subarray(from, from + 0x8000));
  return btoa(text);
}

const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** The file's content. What is in it counts as offered, so that nothing in it changes afterwards. */
export async function exported(journal, photos) {
  const unsent = journal.unsent();
  await journal.mark(unsent.filter((event) => !event.attempts), "here", { offered: true });
  const wanted = new Set([...unsent.map((event) => event.payload.file), ...photos.unsent().map((file) => file.id)]);
  const files = [];
  for (const file of photos.files.values()) {
    if (wanted.has(file.id)) files.push({ id: file.id, sha256: file.sha256, data: toText(await photos.bytes(file.id)) });
  }
  const events = unsent.map(({ id, kind, topic, sequence, at, payload, device, key }) => ({ id, kind, topic, sequence, at, payload, device, key }));
  const drafts = [...journal.drafts].map(([id, value]) => ({ id, value }));
  return { format: FORMAT, version: 1, user: journal.vault.user, made: new Date().toISOString(), events, files, drafts };
}

/** Offers the file to be saved. */
export async function saveRescue(journal, photos) {
  const content = await exported(journal, photos);
  const blob = new Blob([JSON.stringify(content)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `kiem-tra-${content.made.slice(0, 16).replaceAll(":", "-")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Takes a rescue file in. Doing it twice changes nothing.
 * Returns how many entries were new, or null when the file is not this person's or not whole.
 */
export async function takeRescue(file, journal, photos) {
  let content;
  try {
    content = JSON.parse(await file.text());
  } catch {
    return null;
  }
  if (content.format !== FORMAT || content.user !== journal.vault.user) return null;
  for (const each of content.files) {
    const bytes = toBytes(each.data);
    if ((await sha256(bytes)) !== each.sha256) return null;
    if (!photos.files.has(each.id)) await photos.keep(new Blob([bytes]), each.id);
  }
  for (const draft of content.drafts) if (!journal.drafts.has(draft.id)) await journal.keepDraft(draft.id, draft.value);
  return journal.takeIn(content.events);
}
