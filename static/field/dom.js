/** Making elements without a framework. */

/**
 * An element. `on…` properties are listeners, `data` its data attributes, the rest attributes;
 * false and null leave an attribute out. Text is always text, never markup.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button with a word. */
export function button(words, onclick, properties = {}) {
  return h("button", { type: "button", onclick, ...properties, class: `button ${properties.class || ""}` }, words);
}

/** Calls `work` once the calls have stopped for `wait` ms; `flush` calls it at once if one waits. */
export function settled(work, wait = 300) {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  };
  const flush = () => {
    if (!timer) return undefined;
    clearTimeout(timer);
    timer = 0;
    return work();
  };
  return { later, flush, isPending: () => timer !== 0 };
}

/** Whether something was typed that is not on the disk yet. */
export const isTyping = () => [...waiting].some((each) => each.isPending());

/** What waits to be written; flushed before the page goes out of sight. */
export const waiting = new Set();
export function flushAll() {
  return Promise.all([...waiting].map((each) => each.flush()));
}
