// Reads the exports of griot in a folder with the libraries that web pages use; prints one JSON object
// of counts. Called by interchange.py.
const fs = require("fs");
const path = require("path");
const jsonld = require("jsonld");
const N3 = require("n3");
const Graph = require("graphology");
const cytoscape = require("cytoscape");

const read = (name) => fs.readFileSync(path.join(process.argv[2], name), "utf8");

async function main() {
  const counts = {};
  const quads = await jsonld.toRDF(JSON.parse(read("export.jsonld")), { format: "application/n-quads" });
  counts.jsonld = new Set(quads.split("\n").filter(Boolean)).size;
  const canonize = { algorithm: "RDFC-1.0", inputFormat: "application/n-quads", format: "application/n-quads" };
  counts.canonical = (await jsonld.canonize(read("export.nq"), canonize)) === read("canonical.nq");
  for (const [name, format] of [["ttl", "text/turtle"], ["nt", "N-Triples"], ["nq", "N-Quads"], ["trig", "application/trig"]]) {
    counts[name] = new N3.Parser({ format }).parse(read(`export.${name}`)).length;
  }
  const graph = new Graph({ multi: true });
  graph.import(JSON.parse(read("actors.graphology.json")));
  counts.graphology = [graph.order, graph.size];
  const cy = cytoscape({ headless: true, elements: JSON.parse(read("actors.cyjs")).elements });
  counts.cytoscape = [cy.nodes().length, cy.edges().length];
  console.log(JSON.stringify(counts));
}

main();
