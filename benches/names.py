#!/usr/bin/env python3
"""Measures names of persons, places and organizations on the test articles of WiNER-fr, for griot and spaCy.

The gold spans are the outermost ones of the types Person, Location and Organization. A span found
counts where first and last code point and type are right. Both programs read the same articles, each
with its own tokenizer; of spaCy's labels, PER, LOC and ORG are taken.

    python3 benches/names.py --winer ../shared/data/winer --griot target/release/griot [--spacy fr_core_news_md] [--require 75]

For `--spacy`, run it with a Python that has spaCy 3.8 and the model.
"""

import argparse
import collections
import pathlib
import subprocess
import sys

TYPES = {"Person": "PER", "Location": "LOC", "Organization": "ORG"}
HERE = pathlib.Path(__file__).resolve().parent


def gold(annotations):
    """The outermost spans of a brat file: (first code point, one past the last, type)."""
    spans = set()
    for line in annotations.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("T") and len(fields) == 3:
            kind, start, *_, end = fields[1].replace(";", " ").split()
            if kind in TYPES:
                spans.add((int(start), int(end), TYPES[kind]))
    kept, last = [], -1
    for start, end, kind in sorted(spans, key=lambda s: (s[0], -s[1], s[2])):
        if start >= last:
            kept.append((start, end, kind))
            last = end
    return kept


def by_griot(program, files):
    """The spans that `griot names` prints, by article."""
    run = subprocess.run([program, "names", *map(str, files)], capture_output=True, text=True, check=True)
    found = {file.stem: [] for file in files}
    for line in run.stdout.splitlines():
        article, start, end, kind, _ = line.split("\t", 4)
        found[pathlib.Path(article).stem].append((int(start), int(end), kind))
    return found


def by_spacy(model, files):
    """The entities of a spaCy model, by article."""
    import spacy

    nlp = spacy.load(model)
    found = {}
    for file in files:
        text = file.open(encoding="utf-8", newline="").read()
        entities = nlp(text).ents
        found[file.stem] = [(e.start_char, e.end_char, e.label_) for e in entities if e.label_ in TYPES.values()]
    return found


def report(name, found, expected):
    """Prints precision, recall and F1 by type, and returns the F1 of all."""
    right, said, there = (collections.Counter() for _ in range(3))
    for article, spans in expected.items():
        guessed = found[article]
        for kind in ("all", *TYPES.values()):
            fits = lambda s: kind in ("all", s[2])
            right[kind] += len({s for s in guessed if fits(s)} & {s for s in spans if fits(s)})
            said[kind] += sum(map(fits, guessed))
            there[kind] += sum(map(fits, spans))
    for kind in ("PER", "LOC", "ORG", "all"):
        p, r = right[kind] / max(said[kind], 1), right[kind] / max(there[kind], 1)
        f1 = 2 * p * r / max(p + r, 1e-9)
        print(f"{name:20} {kind:4} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f1:5.1f}  gold {there[kind]}")
    return 100 * f1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--winer", type=pathlib.Path, required=True)
    parser.add_argument("--ids", type=pathlib.Path, default=HERE.parent / "tests/winer/test.txt")
    parser.add_argument("--griot")
    parser.add_argument("--spacy", metavar="MODEL")
    parser.add_argument("--require", type=float, metavar="F1", help="exit with 1 where griot has less")
    args = parser.parse_args()
    ids = [line for line in args.ids.read_text().split("\n") if line and not line.startswith("#")]
    files = [next(args.winer.glob(f"*/*/{i}.txt")) for i in ids]
    expected = {file.stem: gold(file.with_suffix(".ann")) for file in files}
    print(f"{len(files)} articles, {sum(map(len, expected.values()))} names")
    if args.spacy:
        report(f"spaCy {args.spacy}", by_spacy(args.spacy, files), expected)
    if args.griot and report("griot", by_griot(args.griot, files), expected) < (args.require or 0):
        sys.exit(f"below the bar of {args.require}")


if __name__ == "__main__":
    main()
