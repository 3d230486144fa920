// Draws a workflow from the flow chart that the host gives, and shows where it stands.
const WIDTH = 168, HEIGHT = 46, GAP_X = 28, GAP_Y = 44;

export function drawWorkflow(chart) {
  const { nodes, edges } = read(chart);
  place(nodes, edges);
  const columns = Math.max(...nodes.map(node => node.column)) + 1;
  const rows = Math.max(...nodes.map(node => node.row)) + 1;
  const back = edges.filter(edge => edge.to <= edge.from).length;
  const width = columns * (WIDTH + GAP_X) + 24 + (back ? 120 + back * 14 : 0);
  const svg = element("svg", { width, height: rows * (HEIGHT + GAP_Y), viewBox: `0 0 ${width} ${rows * (HEIGHT + GAP_Y)}`, role: "img" });
  const tip = element("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" });
  tip.append(element("path", { d: "M0 0L8 4L0 8z", class: "tip" }));
  svg.append(tip);
  let lane = 0;
  for (const edge of edges) {
    const back = edge.to <= edge.from;
    drawEdge(svg, nodes[edge.from], nodes[edge.to], edge, back ? columns * (WIDTH + GAP_X) + 8 + 14 * lane++ : 0);
  }

  const groups = new Map();
  for (const node of nodes) {
    const group = element("g", {});
    group.append(element("rect", { x: x(node), y: y(node), width: WIDTH, height: HEIGHT, rx: node.isEnd ? HEIGHT / 2 : 5, class: "box" }));
    group.append(text(node.label, x(node) + WIDTH / 2, y(node) + (node.detail ? 19 : 28), "", 22));
    if (node.detail) {
      group.append(text(node.detail, x(node) + WIDTH / 2, y(node) + 35, "detail", 28));
    }

    const title = element("title", {});
    title.textContent = node.detail ? `${node.label}: ${node.detail}` : node.label;
    group.append(title);
    svg.append(group);
    groups.set(node.label, [...(groups.get(node.label) ?? []), group]);
  }

  return {
    svg,
    show(states) {
      for (const [label, drawn] of groups) {
        drawn.forEach(group => group.setAttribute("class", states.get(label) ?? ""));
      }

      svg.setAttribute("aria-label", [...states].map(([step, state]) => `${step} ${state}`).join(", ") || "nothing has begun");
    },
  };
}

function read(chart) {
  const nodes = [], edges = [];
  const plain = escaped => escaped.replace(/#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  for (const line of chart.split("\n")) {
    const edge = /^\s*n(\d+) (-->|-\.->)(?:\|"([^"]*)"\|)? n(\d+)$/.exec(line);
    const node = edge ? null : /^\s*n(\d+)([^"]*)"([^"]*)"/.exec(line);
    if (edge) {
      edges.push({ from: Number(edge[1]), to: Number(edge[4]), label: plain(edge[3] ?? ""), fails: edge[2] !== "-->" });
    } else if (node) {
      const [label, detail] = node[3].split("<br/>");
      nodes[Number(node[1])] = { label: plain(label), detail: plain(detail ?? ""), isEnd: node[2].startsWith("(["), row: 0, column: 0 };
    }
  }

  return { nodes, edges };
}

// Numbers follow the steps: an edge to a lower one leads back.
function place(nodes, edges) {
  for (let from = 0; from < nodes.length; from++) {
    for (const edge of edges.filter(edge => edge.from === from && edge.to > from)) {
      nodes[edge.to].row = Math.max(nodes[edge.to].row, nodes[from].row + 1);
    }
  }

  const taken = [];
  for (const node of nodes) {
    node.column = taken[node.row] ?? 0;
    taken[node.row] = node.column + 1;
  }
}

function drawEdge(svg, from, to, edge, lane) {
  const [x1, y1, x2, y2] = [x(from) + WIDTH / 2, y(from) + HEIGHT, x(to) + WIDTH / 2, y(to)];
  const far = to.row - from.row > 1 ? (x1 === x2 ? WIDTH / 2 + 12 : 0) : 0;
  const d = lane
    ? `M${x(from) + WIDTH} ${y(from) + HEIGHT / 2}H${lane}V${y(to) + HEIGHT / 2}H${x(to) + WIDTH}`
    : `M${x1} ${y1}C${x1 + far} ${y1 + GAP_Y / 2} ${x2 + far} ${y2 - GAP_Y / 2} ${x2} ${y2}`;
  svg.append(element("path", { d, class: edge.fails ? "edge fails" : "edge", "marker-end": "url(#tip)" }));
  if (edge.label) {
    const at = lane ? [lane + 4, (y(from) + y(to) + HEIGHT) / 2] : [(x1 + 3 * x2) / 4 + far * 0.75 + 5, y2 - 10];
    svg.append(text(edge.label, at[0], at[1], "label", 26));
  }
}

function text(words, atX, atY, className, most) {
  const drawn = element("text", { x: atX, y: atY, class: className });
  drawn.textContent = words.length > most ? `${words.slice(0, most - 1)}…` : words;
  return drawn;
}

const x = node => 8 + node.column * (WIDTH + GAP_X);
const y = node => 8 + node.row * (HEIGHT + GAP_Y);

function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }

  return made;
}
