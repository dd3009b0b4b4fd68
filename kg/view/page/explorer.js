// The explorer: draws the network in #data and shows the sentences of what is clicked. All text goes in as text.
(() => {
  "use strict";
  const { Sigma, MultiDirectedGraph, EdgeCurvedArrowProgram, indexParallelEdgesIndex } = window.kgSigma;
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  };

  const graph = new MultiDirectedGraph();
  for (const node of data.nodes) graph.addNode(node.id, { label: node.name, color: node.color, x: node.x, y: node.y, size: 5, kind: node.kind });
  for (const edge of data.edges)
    graph.addDirectedEdgeWithKey(edge.id, edge.source, edge.target, { label: edge.label, color: edge.negated ? data.colors.negated : data.colors.plain, size: edge.negated ? 3 : 1.6, data: edge });
  graph.forEachNode((id) => graph.setNodeAttribute(id, "size", 5 + 2.5 * Math.sqrt(graph.degree(id))));
  indexParallelEdgesIndex(graph, { edgeIndexAttribute: "parallel", edgeMaxIndexAttribute: "parallels" });
  graph.forEachEdge((id, a) => graph.setEdgeAttribute(id, "curvature", 0.12 + 0.14 * (a.parallel || 0)));

  const state = { node: null, edge: null, predicate: "", outlet: "", since: "", until: "" };
  const names = new Map(data.nodes.map((node) => [node.id, node.name]));
  const fits = (evidence) =>
    (!state.outlet || evidence.outlet === state.outlet) && (!state.since || (evidence.date || "") >= state.since) && (!state.until || (evidence.date || "9999") <= state.until);
  const visible = (edge) => (!state.predicate || edge.predicate === state.predicate) && edge.evidence.some(fits);

  const renderer = new Sigma(graph, byId("graph"), {
    renderEdgeLabels: true, enableEdgeEvents: true, defaultEdgeType: "curved", edgeProgramClasses: { curved: EdgeCurvedArrowProgram },
    labelFont: "Georgia, serif", labelSize: 14, labelColor: { color: data.colors.ink }, edgeLabelSize: 11, edgeLabelFont: "Georgia, serif", edgeLabelColor: { attribute: "color" }, labelRenderedSizeThreshold: 4,
    edgeReducer: (id, a) => {
      const shown = { ...a, hidden: !visible(a.data) };
      if (state.edge === id) shown.size = a.size + 2;
      if (state.node && !graph.hasExtremity(id, state.node)) shown.hidden = true;
      return shown;
    },
    nodeReducer: (id, a) => {
      if (!state.node || id === state.node || graph.areNeighbors(id, state.node)) return { ...a, highlighted: id === state.node };
      return { ...a, color: data.colors.faint, label: "" };
    },
  });

  function card(edge) {
    const box = element("article");
    const head = element("h3");
    head.append(names.get(edge.source) + " ", element("b", edge.label, edge.negated ? "no" : ""), " " + names.get(edge.target));
    if (edge.modality !== "asserted") head.append(element("span", " (" + edge.modality + ")", "from"));
    box.append(head);
    for (const evidence of edge.evidence.filter(fits)) {
      const quote = element("blockquote");
      quote.append(evidence.before, element("mark", evidence.quote), evidence.after);
      const told = [evidence.speaker && "said by " + evidence.speaker, evidence.outlet, evidence.date].filter(Boolean).join(" · ");
      box.append(quote, element("div", told, "from"));
    }
    return box;
  }

  function show() {
    const panel = byId("shown");
    panel.replaceChildren();
    let edges = [];
    if (state.edge) edges = [graph.getEdgeAttribute(state.edge, "data")];
    else if (state.node) edges = graph.edges(state.node).map((id) => graph.getEdgeAttribute(id, "data"));
    edges = edges.filter(visible);
    if (state.node) panel.append(element("h2", names.get(state.node)));
    if (!edges.length) panel.append(element("p", "Click an actor or an arrow to read the sentences behind it.", "sum"));
    for (const edge of edges.slice(0, 200)) panel.append(card(edge));
    renderer.refresh();
  }

  function choose(node) {
    state.node = node; state.edge = null;
    const at = renderer.getNodeDisplayData(node);
    if (at) renderer.getCamera().animate({ x: at.x, y: at.y, ratio: 0.6 }, { duration: 300 });
    show();
  }

  renderer.on("clickNode", ({ node }) => choose(node));
  renderer.on("clickEdge", ({ edge }) => { state.edge = edge; state.node = null; show(); });
  renderer.on("clickStage", () => { state.edge = state.node = null; show(); });

  byId("search").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    const hits = byId("hits");
    hits.replaceChildren();
    if (!wanted) return;
    for (const node of data.nodes.filter((n) => n.name.toLowerCase().includes(wanted)).slice(0, 12)) {
      const line = element("li");
      const button = element("button", node.name);
      button.addEventListener("click", () => choose(node.id));
      line.append(button);
      hits.append(line);
    }
  });

  function fill(id, values) {
    for (const value of [...new Set(values)].filter(Boolean).sort()) {
      const option = element("option", value);
      option.value = value;
      byId(id).append(option);
    }
    byId(id).addEventListener("change", (event) => { state[id] = event.target.value; show(); });
  }
  fill("predicate", data.edges.map((edge) => edge.predicate));
  fill("outlet", data.edges.flatMap((edge) => edge.evidence.map((evidence) => evidence.outlet)));
  for (const id of ["since", "until"]) byId(id).addEventListener("change", (event) => { state[id] = event.target.value; show(); });
  show();
  document.documentElement.dataset.ready = "yes";
  window.kgExplorer = { graph, renderer, choose, showEdge: (id) => { state.edge = id; state.node = null; show(); } };
})();
