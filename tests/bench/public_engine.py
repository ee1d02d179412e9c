"""The same lists through ``recordlinkage``, run by an interpreter that has it (not ours).

    python public_engine.py FOLDER     reads left.csv and right.csv, prints JSON

Blocking on birth date (from the number) and on the first word of the name, Jaro–Winkler on name
and number, unsupervised ECM classifier, one to one by score: what its own guide proposes.
Each row's ``person`` says who it is; only the counting uses it.
"""

import json
import resource
import sys
import time
from pathlib import Path

import pandas as pd
import recordlinkage


def main(folder: Path) -> None:
    """Link the two files and print time and counts."""
    files = (folder / "left.csv", folder / "right.csv")
    left, right = (pd.read_csv(file, dtype=str).fillna("") for file in files)
    began = time.perf_counter()
    for frame in (left, right):
        frame["number"] = frame["nip"].str.replace(r"\D", "", regex=True)
        frame["birth"] = frame["number"].str[:8]
        frame["name"] = frame["name"].str.lower().str.split(",").str[0]
        frame["first"] = frame["name"].str.split().str[0]
    indexer = recordlinkage.Index()
    indexer.block("birth")
    indexer.block("first")
    pairs = indexer.index(left, right)
    compare = recordlinkage.Compare()
    compare.string("number", "number", method="jarowinkler", threshold=0.95, label="number")
    compare.string("name", "name", method="jarowinkler", threshold=0.9, label="name")
    compare.exact("birth", "birth", label="birth")
    compare.exact("unit", "unit", label="unit")
    features = compare.compute(pairs, left, right)
    classifier = recordlinkage.ECMClassifier(binarize=0.5)
    matches = classifier.fit_predict(features)
    probability = classifier.prob(features).loc[matches].sort_values(ascending=False)
    taken_left, taken_right, links = set(), set(), []
    for a, b in probability.index:
        if a not in taken_left and b not in taken_right:
            taken_left.add(a)
            taken_right.add(b)
            links.append((a, b))
    seconds = time.perf_counter() - began
    right_ones = sum(left["person"][a] == right["person"][b] for a, b in links)
    both = len(set(left["person"]) & set(right["person"]))
    f1 = 2 * right_ones / (len(links) + both)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "f1": f1, "megabytes": megabytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
