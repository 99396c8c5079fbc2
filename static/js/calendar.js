/* Drag and drop on the calendar. It only shortens the way to the form that every visit links to:
   the day under the pointer says what the drop would meet, and a drop that cannot stand is refused. */
(() => {
  "use strict";

  let card = null;
  let target = null;
  let answers = new Map();

  const placeUrl = (cell) => {
    const url = new URL(card.dataset.place, location.href);
    url.searchParams.set("on", cell.dataset.on);
    if (cell.dataset.starts) {
      url.searchParams.set("starts_at", cell.dataset.starts);
      url.searchParams.set("ends_at", cell.dataset.ends);
    }
    if (cell.dataset.team) url.searchParams.set("team", cell.dataset.team);
    return url;
  };

  // Only a cell with a time can be judged; a day alone opens the form, which asks for the time.
  async function judge(cell) {
    if (!cell.dataset.starts) return "";
    const team = cell.dataset.team || card.dataset.team || "";
    const key = `${cell.dataset.on} ${cell.dataset.starts} ${team}`;
    if (!answers.has(key)) {
      const query = new URLSearchParams({ brief: "1", on: cell.dataset.on, slot: "free", starts_at: cell.dataset.starts, ends_at: cell.dataset.ends, team });
      answers.set(key, fetch(`${card.dataset.clashes}?${query}`, { headers: { "HX-Request": "true" } }).then((answer) => (answer.ok ? answer.text() : "")).catch(() => ""));
    }
    return answers.get(key);
  }

  function clear() {
    document.querySelectorAll(".drop-word").forEach((word) => word.remove());
    document.querySelectorAll(".drop-here, .drop-refused").forEach((cell) => cell.classList.remove("drop-here", "drop-refused"));
    target = null;
  }

  async function enter(cell) {
    clear();
    target = cell;
    cell.classList.add("drop-here");
    const answer = await judge(cell);
    if (target !== cell || !answer) return;
    const word = document.createElement("div");
    word.className = "drop-word";
    word.innerHTML = answer;
    word.setAttribute("role", "status");
    cell.append(word);
    cell.classList.toggle("drop-refused", Boolean(word.querySelector("[data-refused]")));
  }

  document.addEventListener("dragstart", (event) => {
    card = event.target.closest ? event.target.closest("[data-place]") : null;
    if (!card) return;
    answers = new Map();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.place);
    card.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const cell = card && event.target.closest("[data-on]");
    if (!cell) return;
    event.preventDefault();
    if (cell !== target) enter(cell);
  });
  document.addEventListener("drop", async (event) => {
    const cell = card && event.target.closest("[data-on]");
    if (!cell) return;
    event.preventDefault();
    const url = placeUrl(cell);
    const answer = await judge(cell);
    if (answer.includes("data-refused")) return enter(cell);
    location.assign(url);
  });
  document.addEventListener("dragend", () => {
    if (card) card.classList.remove("is-dragged");
    if (target && !target.classList.contains("drop-refused")) clear();
  });
})();
