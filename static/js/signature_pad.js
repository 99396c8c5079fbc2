// A field to sign in with a finger, a pen or the mouse. What was drawn goes into the form's hidden
// field "sketch" as a PNG. Without this script the typed name with its confirmation remains.

const INK = "#1a237e";
const WIDTH = 2.6;
const DOTS = 2;

function pad(box) {
  const form = box.closest("form");
  const kept = form.elements.namedItem("sketch");
  const canvas = box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const strokes = [];
  let stroke = null;

  box.hidden = false;

  function paint() {
    canvas.width = canvas.clientWidth * DOTS;
    canvas.height = canvas.clientHeight * DOTS;
    pen.scale(DOTS, DOTS);
    pen.lineWidth = WIDTH;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = INK;
    for (const points of strokes) line(points);
  }

  function line(points) {
    pen.beginPath();
    pen.moveTo(points[0].x, points[0].y);
    for (let at = 1; at < points.length; at += 1) {
      const before = points[at - 1];
      const now = points[at];
      pen.quadraticCurveTo(before.x, before.y, (before.x + now.x) / 2, (before.y + now.y) / 2);
    }
    pen.stroke();
  }

  function place(event) {
    const edge = canvas.getBoundingClientRect();
    return { x: event.clientX - edge.left, y: event.clientY - edge.top };
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [place(event)];
    strokes.push(stroke);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.push(place(event));
    line(stroke.slice(-3));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => { stroke = null; });
  }
  box.querySelector("[data-clear]").addEventListener("click", () => {
    strokes.length = 0;
    paint();
  });
  form.addEventListener("submit", () => {
    const drawn = strokes.some((points) => points.length > 2);
    kept.value = drawn ? canvas.toDataURL("image/png") : "";
  });
  // Turning the phone keeps what was drawn.
  window.addEventListener("resize", paint);
  paint();
}

for (const box of document.querySelectorAll("[data-signature-pad]")) pad(box);
