// Charts as SVG, for learn.mjs. Each brings its own light background, so it can be read on a page that is dark, too.

const COLOURS = ["#1d4ed8", "#c2410c", "#15803d"];
const INK = "#1f2937";
const FAINT = "#d1d5db";

/** A chart of lines: `{ title, x, y, lines }`, with axes `{ label, ticks }` from the first tick to the last. */
export function lineChart({ title, x, y, lines, width = 560, height = 320 }) {
  const box = { left: 62, right: width - 18, top: 40, bottom: height - 78 };
  const across = scale(x.ticks, box.left, box.right);
  const up = scale(y.ticks, box.bottom, box.top);
  const parts = [text(width / 2, 22, title, { anchor: "middle", weight: "bold" })];
  for (const tick of x.ticks) parts.push(text(across(tick), box.bottom + 18, String(tick), { anchor: "middle" }));
  for (const tick of y.ticks) {
    parts.push(line(box.left, up(tick), box.right, up(tick), FAINT));
    parts.push(text(box.left - 8, up(tick) + 4, String(tick), { anchor: "end" }));
  }
  parts.push(text((box.left + box.right) / 2, box.bottom + 38, x.label, { anchor: "middle" }));
  const middle = (box.top + box.bottom) / 2;
  parts.push(`<g transform="rotate(-90 16 ${middle})">${text(16, middle, y.label, { anchor: "middle" })}</g>`);
  lines.forEach(({ name, points, dashed = false, dots = false }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const places = points.map(([px, py]) => `${round(across(px))},${round(up(py))}`);
    const dash = dashed ? ' stroke-dasharray="6 4"' : "";
    parts.push(`<polyline points="${places.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`);
    if (dots) for (const place of places) parts.push(dot(place, colour));
    const left = box.left + (i * (box.right - box.left)) / lines.length;
    parts.push(`<path d="M${round(left)} ${height - 20}h22" stroke="${colour}" stroke-width="3"${dash}/>`);
    parts.push(text(left + 28, height - 16, name));
  });
  return svg(width, height, title, parts);
}

/** Tones as squares with their numbers; `frame`: `{ row, column, size }` of a window to be marked. */
export function numberGrid(tones, { columns, top, left, frame, title }) {
  const side = 44;
  const rows = tones.length / columns;
  const parts = [];
  tones.forEach((tone, i) => {
    const [x, y] = [40 + (i % columns) * side, 40 + Math.floor(i / columns) * side];
    parts.push(`<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="rgb(${tone},${tone},${tone})"/>`);
    const colour = tone > 127 ? "#000" : "#fff";
    parts.push(text(x + side / 2, y + side / 2 + 5, String(tone), { anchor: "middle", colour }));
  });
  for (let i = 0; i < columns; i++) parts.push(text(40 + (i + 0.5) * side, 30, String(left + i), { anchor: "middle" }));
  for (let i = 0; i < rows; i++) parts.push(text(32, 45 + (i + 0.5) * side, String(top + i), { anchor: "end" }));
  const [x, y] = [40 + frame.column * side, 40 + frame.row * side];
  const size = frame.size * side;
  parts.push(
    `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="none" stroke="#f97316" stroke-width="4"/>`,
  );
  return svg(columns * side + 56, rows * side + 56, title, parts);
}

/** A confusion matrix: true classes in rows, predicted ones in columns, the darker the more. */
export function matrixChart(matrix, names, title) {
  const side = 46;
  const [left, top] = [110, 150];
  const parts = [];
  matrix.forEach((row, t) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    parts.push(text(left - 8, top + (t + 0.5) * side + 4, names[t], { anchor: "end" }));
    row.forEach((count, p) => {
      const share = all === 0 ? 0 : count / all;
      const [x, y] = [left + p * side, top + t * side];
      const colour = t === p ? "29,78,216" : "194,65,12";
      const fill = `fill="rgb(${colour})" fill-opacity="${round(share ** 0.6)}"`;
      parts.push(`<rect x="${x}" y="${y}" width="${side}" height="${side}" stroke="${FAINT}" ${fill}/>`);
      const ink = share > 0.4 ? "#fff" : INK;
      if (count > 0) parts.push(text(x + side / 2, y + side / 2 + 4, String(count), { anchor: "middle", colour: ink }));
    });
  });
  names.forEach((name, p) => {
    const [x, y] = [left + (p + 0.5) * side + 4, top - 8];
    parts.push(`<g transform="rotate(-60 ${x} ${y})">${text(x, y, name)}</g>`);
  });
  parts.push(text(12, 24, title, { weight: "bold" }));
  parts.push(text(12, 44, "rows: what it is; columns: what it was taken for"));
  return svg(left + names.length * side + 46, top + names.length * side + 14, title, parts);
}

/** One neuron: inputs times weights, added to the bias, then the activation. */
export function neuronChart(inputs, weights, bias, sum, output) {
  const parts = [];
  inputs.forEach((value, i) => {
    const y = 50 + i * 60;
    parts.push(line(70, y, 268, 110, INK), circle(50, y, 22, "#dbeafe"));
    parts.push(text(50, y + 5, String(value), { anchor: "middle" }));
    parts.push(
      text(128, 50 + i * 46 + (i === 2 ? 18 : 0), `× ${String(weights[i]).replace("-", "−")}`, { weight: "bold" }),
    );
  });
  parts.push(line(300, 110, 560, 110, INK), circle(300, 110, 36, "#fed7aa"));
  parts.push(text(300, 107, "sum", { anchor: "middle" }), text(300, 125, String(sum), { anchor: "middle" }));
  parts.push(text(300, 176, `bias ${bias}`, { anchor: "middle" }), line(300, 160, 300, 147, INK));
  parts.push(`<rect x="382" y="84" width="84" height="52" rx="8" fill="#dcfce7" stroke="${INK}"/>`);
  parts.push(text(424, 115, "sigmoid", { anchor: "middle" }));
  parts.push(circle(560, 110, 34, "#dbeafe"), text(560, 115, String(output), { anchor: "middle" }));
  parts.push(text(50, 212, "inputs", { anchor: "middle" }), text(148, 212, "weights", { anchor: "middle" }));
  parts.push(text(560, 212, "output", { anchor: "middle" }), text(424, 212, "activation", { anchor: "middle" }));
  return svg(620, 226, "A neuron", parts);
}

/** Maps the first tick to `from` and the last to `to`. */
function scale(ticks, from, to) {
  const [first, last] = [ticks[0], ticks.at(-1)];
  return (value) => from + ((value - first) / (last - first)) * (to - from);
}

function svg(width, height, title, parts) {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="13" role="img">`;
  const background = `<rect width="${width}" height="${height}" rx="8" fill="#fff"/>`;
  return `${[open, `<title>${title}</title>`, background, ...parts, "</svg>"].join("\n")}\n`;
}

function text(x, y, words, { anchor = "start", colour = INK, weight = "normal" } = {}) {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${colour}" font-weight="${weight}">${words}</text>`;
}

function line(x1, y1, x2, y2, colour) {
  return `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="${colour}"/>`;
}

function dot(place, colour) {
  const [x, y] = place.split(",");
  return `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`;
}

function circle(x, y, radius, fill) {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" stroke="${INK}"/>`;
}

function round(value) {
  return Math.round(100 * value) / 100;
}
