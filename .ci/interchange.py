"""Loads every export of griot into other people's tools and compares what they read.

Called by `.ci/interchange` with the program, a store and a scratch folder.
"""

import json
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import networkx
import owlrl
import pandas
import pyld
import pyoxigraph
import pyshacl
import rdflib

GRIOT, STORE, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
RIOT, NODE = os.environ.get("RIOT_CLASSPATH"), os.environ.get("NODE_TOOLS")
ROOT = pathlib.Path(__file__).parent.parent
NS = "https://w3id.org/griot/ontology#"
RDF_FORMATS = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "trig": "trig", "rdfxml": "rdf", "jsonld": "jsonld"}
GRAPH_FORMATS = {
    "gexf": "gexf", "graphml": "graphml", "dot": "dot", "cytoscape": "cyjs", "cx2": "cx2",
    "graphology": "graphology.json", "csv": "edges.csv", "csv-nodes": "nodes.csv", "neo4j": "neo4j.csv",
    "neo4j-nodes": "neo4j-nodes.csv", "svg": "svg",
}
failures = []


def check(what, holds, detail=""):
    print(("ok       " if holds else "FAILED   ") + what + (f": {detail}" if detail != "" else ""), flush=True)
    if not holds:
        failures.append(what)


def griot(*arguments, store=STORE):
    run = subprocess.run([GRIOT, arguments[0], "-l", str(store), *arguments[1:]], capture_output=True)
    if run.returncode:
        sys.exit(f"griot {' '.join(arguments)}: {run.stderr.decode()}")
    return run.stdout


def export(name, *arguments, store=STORE):
    path = SCRATCH / name
    path.write_bytes(griot("export", *arguments, store=store))
    return path


def oxigraph(path, format):
    return set(pyoxigraph.parse(path=str(path), format=format))


OXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE, "nt": pyoxigraph.RdfFormat.N_TRIPLES, "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG, "rdf": pyoxigraph.RdfFormat.RDF_XML, "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "rdf": "xml", "jsonld": "json-ld"}


def rdf():
    """Every syntax says the same, to every parser."""
    for level in ["none", "spans", "full"]:
        for format, extension in RDF_FORMATS.items():
            export(f"{level}.{extension}", "--format", format, "--evidence", level)
    expected = {}
    for level in ["none", "spans", "full"]:
        merged = oxigraph(SCRATCH / f"{level}.nt", OXIGRAPH["nt"])
        quads = oxigraph(SCRATCH / f"{level}.nq", OXIGRAPH["nq"])
        for extension in RDF_FORMATS.values():
            expected[extension] = merged if extension in ("ttl", "nt", "rdf") else quads
            found = oxigraph(SCRATCH / f"{level}.{extension}", OXIGRAPH[extension])
            check(f"pyoxigraph reads {extension} with evidence {level}", found == expected[extension], len(found))
    for extension in RDF_FORMATS.values():
        os.replace(SCRATCH / f"full.{extension}", SCRATCH / f"export.{extension}")
    counts = {extension: len(quads) for extension, quads in expected.items()}
    for extension, name in RDFLIB.items():
        graphs = extension in ("nq", "trig", "jsonld")
        graph = rdflib.Dataset() if graphs else rdflib.Graph()
        graph.parse(SCRATCH / f"export.{extension}", format=name)
        size = len(set(graph.quads())) if graphs else len(graph)
        check(f"rdflib reads {extension}", size == counts[extension], size)
        # Round trip: what rdflib writes is read back as the same.
        again = rdflib.Dataset() if graphs else rdflib.Graph()
        back = "nquads" if graphs else "nt"
        again.parse(data=graph.serialize(format=back), format=back)
        size = len(set(again.quads())) if graphs else len(again)
        check(f"rdflib's round trip of {extension}", size == counts[extension], size)
    expanded = pyld.jsonld.to_rdf(json.loads((SCRATCH / "export.jsonld").read_text()), {"format": "application/n-quads"})
    size = len({line for line in expanded.split("\n") if line})
    check("PyLD reads jsonld", size == counts["jsonld"], size)
    if RIOT:
        for extension in ["ttl", "nt", "nq", "trig", "rdf"]:
            run = subprocess.run(
                ["java", "-cp", RIOT, "riotcmd.riot", "--strict", "--count", str(SCRATCH / f"export.{extension}")],
                capture_output=True, text=True)
            found = (run.stdout + run.stderr).strip()
            size = found.rsplit("= ", 1)[-1].replace(",", "")
            check(f"Apache Jena riot reads {extension}", size == str(counts[extension]), found.rsplit(" : ", 1)[-1])
    rdf12 = export("rdf12.nq", "--format", "nquads", "--rdf", "1.2")
    stated = [quad for quad in oxigraph(rdf12, OXIGRAPH["nq"]) if isinstance(quad.object, pyoxigraph.Triple)]
    classic = [quad for quad in expected["nq"] if quad.predicate.value.endswith("#predicate")]
    check("as many triple terms in RDF 1.2 as rdf:Statement in 1.1", len(stated) == len(classic) > 0, len(stated))
    canonical = export("canonical.nq", "--format", "nquads", "--canonical")
    dataset = pyld.jsonld.normalize(
        (SCRATCH / "export.nq").read_text(),
        {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"})
    check("PyLD's canonical N-Quads are griot's", dataset == canonical.read_text())
    return counts


def overhead():
    """Evidence by spans takes at most three quads for each quad of the articles' graphs."""
    quads = oxigraph(SCRATCH / "spans.nq", OXIGRAPH["nq"])
    in_graph = lambda end: sum(str(quad.graph_name).endswith("/evidence>") == end for quad in quads
                               if "/article/" in str(quad.graph_name))
    evidence, facts = in_graph(True), in_graph(False)
    check("evidence by spans is at most 3 times the facts", evidence <= 3 * facts, f"{evidence / facts:.2f}")


def shapes():
    """The export conforms to the shapes; a broken one does not."""
    data = rdflib.Graph().parse(SCRATCH / "export.ttl")
    shapes = rdflib.Graph().parse(ROOT / "ontology/shapes.ttl")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=True)
    check("pySHACL conforms", conforms, "" if conforms else text[:2000])
    for name in ["griot.ttl", "alignments.ttl"]:
        check(f"rdflib reads {name}", len(rdflib.Graph().parse(ROOT / "ontology" / name)) > 50)
    status = rdflib.URIRef(NS + "status")
    event = next(data.subjects(rdflib.URIRef(NS + "agent")))
    data.remove((event, status, None))
    conforms, _, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    check("pySHACL finds an event without status", not conforms)


def graphs():
    """Every format for graphs has the same nodes, edges and attributes."""
    for projection in ["actors", "events"]:
        for format, extension in GRAPH_FORMATS.items():
            export(f"{projection}.{extension}", "--format", format, "--projection", projection)
        path = lambda extension: SCRATCH / f"{projection}.{extension}"
        text = {"dtype": str, "keep_default_na": False}
        nodes, edges = pandas.read_csv(path("nodes.csv"), **text), pandas.read_csv(path("edges.csv"), **text)
        check(f"pandas reads the tables of {projection}", len(nodes) > 0 < len(edges), f"{len(nodes)}, {len(edges)}")
        check(f"edges of {projection} have ids of their own", edges["Id"].is_unique and nodes["Id"].is_unique)
        check(f"labels of {projection} are no IRIs", not nodes["Label"].str.contains("://").any())
        columns = [name for name in nodes.columns if name not in ("Id", "Label")]
        for reader, extension in [(networkx.read_gexf, "gexf"), (networkx.read_graphml, "graphml")]:
            graph = reader(path(extension))
            check(f"networkx reads {extension} of {projection}",
                  (graph.number_of_nodes(), graph.number_of_edges()) == (len(nodes), len(edges)),
                  f"{graph.number_of_nodes()}, {graph.number_of_edges()}")
            same = all(
                str(graph.nodes[row["Id"]].get("label")) == row["Label"]
                and all(row[name] == "" or equal(graph.nodes[row["Id"]].get(name.lower()), row[name]) for name in columns)
                for _, row in nodes.iterrows())
            check(f"attributes of nodes in {extension} of {projection}", same)
            found = {(source, target, data.get("relation")) for source, target, data in graph.edges(data=True)}
            wanted = {(row["Source"], row["Target"], row["Relation"]) for _, row in edges.iterrows()}
            check(f"attributes of edges in {extension} of {projection}", found == wanted)
        gexf = ElementTree.parse(path("gexf")).getroot()
        dated = gexf.findall(".//*[@start]")
        check(f"gexf of {projection} is dated", len(dated) > 0, len(dated))
        cx2 = {key: value for aspect in json.loads(path("cx2").read_text()) for key, value in aspect.items()}
        check(f"cx2 of {projection}", (len(cx2["nodes"]), len(cx2["edges"])) == (len(nodes), len(edges)))
        for name, count in [("neo4j.csv", len(edges)), ("neo4j-nodes.csv", len(nodes))]:
            check(f"pandas reads {name} of {projection}", len(pandas.read_csv(path(name))) == count)
        ElementTree.parse(path("svg"))
        try:
            run = subprocess.run(["dot", "-Tsvg", str(path("dot"))], capture_output=True)
            drawn = run.stdout.count(b'class="node"'), run.stdout.count(b'class="edge"')
            check(f"Graphviz draws {projection}", run.returncode == 0 and drawn == (len(nodes), len(edges)), drawn)
        except FileNotFoundError:
            pass  # named by .ci/interchange
    acled = pandas.read_csv(export("acled.csv", "--format", "acled"))
    check("pandas reads acled", len(acled) > 0 and "sub_event_type" in acled.columns, len(acled))
    return len(pandas.read_csv(SCRATCH / "actors.nodes.csv")), len(pandas.read_csv(SCRATCH / "actors.edges.csv"))


def equal(value, cell):
    return str(value) == cell or isinstance(value, (int, float)) and float(value) == float(cell)


def javascript(counts, size):
    """The libraries that web pages use."""
    run = subprocess.run(["node", "interchange.js", str(SCRATCH)], capture_output=True, text=True, cwd=SCRATCH)
    if run.returncode:
        return check("node", False, run.stderr[-500:])
    found = json.loads(run.stdout)
    check("jsonld.js reads jsonld", found["jsonld"] == counts["jsonld"], found["jsonld"])
    check("jsonld.js's canonical N-Quads (RDFC-1.0) are griot's", found["canonical"])
    for extension in ["ttl", "nt", "nq", "trig"]:
        check(f"N3.js reads {extension}", found[extension] == counts[extension], found[extension])
    check("graphology imports the graph", found["graphology"] == list(size), found["graphology"])
    check("Cytoscape.js takes the elements", found["cytoscape"] == list(size), found["cytoscape"])


def inference():
    """`griot infer` finds what owlrl finds, in terms of griot; dropping it restores the store."""
    sample = SCRATCH / "sample.griot"
    articles = [str(ROOT / "examples" / name) for name in ["gaza-liban.txt", "sahel-mali.txt", "kharkiv.txt"]]
    subprocess.run([GRIOT, "build", *articles, "-l", str(sample)], check=True, capture_output=True)
    before = griot("export", "--format", "nquads", store=sample)
    griot("infer", store=sample)
    inferred = SCRATCH / "inferred.nt"
    inferred.write_bytes(griot("export", "--format", "ntriples", "--evidence", "none", "--inferred", store=sample))
    griot("infer", "--drop", store=sample)
    check("dropping what was inferred restores the store", griot("export", "--format", "nquads", store=sample) == before)
    ours = rdflib.Graph().parse(inferred, format="nt")
    given = rdflib.Graph().parse(
        data=griot("export", "--format", "ntriples", "--evidence", "none", store=sample), format="nt")
    ontology = rdflib.Graph().parse(ROOT / "ontology/griot.ttl")
    theirs = rdflib.Graph()
    for triple in given:
        # Nothing is merged: owl:sameAs is not applied.
        if triple[1] != rdflib.OWL.sameAs:
            theirs.add(triple)
    rule = (ROOT / "ontology/rules/committed.rq").read_text()
    for triple in given.query(rule):
        theirs.add(triple)
    n_given = len(theirs)
    for triple in ontology:
        theirs.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(theirs)

    def griots(graph):
        """Statements in terms of griot about things that are none."""
        return {
            (s, p, o) for s, p, o in graph
            if not str(s).startswith(NS) and isinstance(s, rdflib.URIRef)
            and (str(p).startswith(NS) or p == rdflib.RDF.type and str(o).startswith(NS))
        }

    mine, other = griots(ours), griots(theirs)
    check("owlrl finds what griot infers", mine == other,
          f"{n_given} given, {len(mine)} and {len(other)} in the closures"
          + "".join(f"\n  only griot: {t}" for t in sorted(mine - other)[:5])
          + "".join(f"\n  only owlrl: {t}" for t in sorted(other - mine)[:5]))


counts = rdf()
overhead()
shapes()
size = graphs()
if NODE:
    javascript(counts, size)
inference()
print(f"{len(failures)} checks of interchange failed" if failures else "every tool reads what griot writes")
sys.exit(1 if failures else 0)
