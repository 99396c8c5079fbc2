/** Proof that the server holds what this device holds: count and hash of both are the same. */

/** JSON with sorted keys and no spaces, as the server writes it before it hashes. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value);
}

export async function sha256(data) {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The hash of what an event says; its id, number and time are not part of it. */
export const contentHash = ({ kind, topic, payload }) => sha256(canonical({ kind, topic, payload }));

/** What the receipt of these events must say. */
export async function receiptOf(events) {
  const lines = await Promise.all(events.map(async (event) => `${event.id}:${await contentHash(event)}\n`));
  return { count: lines.length, sha256: await sha256(lines.sort().join("")) };
}
