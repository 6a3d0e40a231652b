#!/usr/bin/env python3
"""Measures how many of the entities that take part in a required fact griot finds under one of their names.

A gold entity is found when its name or an alias is, but for case, accents, punctuation and determiners, the label
or an alternative label of an entity of the article. Optional, denied and hypothetical facts do not count. Where
a fact leaves several entities open, one of them found is enough.

    python3 benches/entities.py --griot target/release/griot --gold tests/gold --texts examples [--require 90]
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

DETERMINERS = set("le la les l un une des du de d au aux leur leurs son sa ses ce cet cette ces".split())


def key(name):
    """The words of a name that count."""
    plain = unicodedata.normalize("NFD", name.lower().replace("œ", "oe"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = [w for w in re.split(r"[^a-z0-9]+", plain) if w]
    while words and words[0] in DETERMINERS:
        words.pop(0)
    return " ".join(words)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--griot", required=True)
    parser.add_argument("--gold", type=pathlib.Path, required=True)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--require", type=float, default=0, help="least percentage found")
    args = parser.parse_args()
    found = total = 0
    for path in sorted(args.gold.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = args.texts / f"{gold['doc']}.txt"
        run = [args.griot, "extract", str(text), "--format", "jsonl"]
        said = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
        names = {key(n) for e in said["entities"] for n in (e["label"], *e["altLabels"])}
        wanted = set()
        for fact in gold["facts"]:
            if fact["status"] in ("asserted", "hedged") and not fact.get("optional"):
                for side in (fact["s"], fact["o"]):
                    wanted.add((side,) if isinstance(side, str) else tuple(side))
        for side in sorted(wanted):
            entities = [gold["entities"][k] for k in side]
            forms = {key(n) for e in entities for n in (e["name"], *e["aliases"])}
            total += 1
            if names & forms:
                found += 1
            else:
                print(f"missing: {gold['doc']} {' or '.join(e['name'] for e in entities)}")
    share = 100 * found / max(total, 1)
    print(f"{found} of {total} entities found: {share:.1f} %")
    if share < args.require:
        sys.exit(f"below the bar of {args.require} %")


if __name__ == "__main__":
    main()
