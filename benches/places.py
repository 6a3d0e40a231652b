#!/usr/bin/env python3
"""Measures what the names of places link to, against tests/gold/places.tsv.

For each name of the table, the entities of its article that a mention with those words means are taken;
the link is right when one of them has the id of the table, wrong when all of them have others, missing when
none has an id. Prints both shares and every name that is not right.

    python3 benches/places.py --griot target/release/griot --texts ../shared/articles [--right 95 --wrong 2]
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def table(path):
    """The rows of the table by article: name and id."""
    rows = collections.defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines()[3:]:
        article, name, wanted = line.split("\t")
        rows[article].append((name, wanted))
    return rows


def ids(entity):
    """What identifies a place: its GeoNames id, or the admin1 code that its own id ends in."""
    found = {entity["links"]["geonames"]} if "geonames" in entity["links"] else set()
    parts = entity["id"].rsplit("/", 1)[-1].split("-")
    if not found and len(parts) > 2 and len(parts[-2]) == 2:
        found.add(f"{parts[-2]}.{parts[-1]}".upper())
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--griot", required=True)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--table", type=pathlib.Path, default=HERE.parent / "tests/gold/places.tsv")
    parser.add_argument("--right", type=float, default=0, help="least percentage that must be right")
    parser.add_argument("--wrong", type=float, default=100, help="largest percentage that may be wrong")
    args = parser.parse_args()
    counts = collections.Counter()
    for article, rows in table(args.table).items():
        path = args.texts / f"{article}.txt"
        run = [args.griot, "extract", str(path), "--format", "jsonl"]
        said = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
        for name, wanted in rows:
            met = set()
            for entity in said["entities"]:
                if any(name in mention["text"] for mention in entity["mentions"]):
                    met |= ids(entity)
            outcome = "right" if wanted in met else "wrong" if met else "missing"
            counts[outcome] += 1
            if outcome != "right":
                print(f"{outcome}: {article} {name}: {wanted}, not {sorted(met)}")
    total = sum(counts.values())
    shares = {outcome: 100 * counts[outcome] / total for outcome in ("right", "wrong", "missing")}
    print(f"{total} names of places: " + ", ".join(f"{share:.1f} % {o}" for o, share in shares.items()))
    if shares["right"] < args.right or shares["wrong"] > args.wrong:
        sys.exit("below the bar")


if __name__ == "__main__":
    main()
