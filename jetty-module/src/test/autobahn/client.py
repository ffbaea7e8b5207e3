"""
Runs the fuzzing client of the Autobahn testsuite against one server: client.py <name> <url> <directory> <case>...
A case may be a pattern.

Its report goes to the directory, with what went over the wire in each case. So does verdicts.txt, for a program to read:
a line for each case with its name, what the server did, how it closed, and the milliseconds that it took, between tabs.
"""
import json
import os
import sys

from autobahntestsuite import wstest
from autobahntestsuite.case import CaseCategories, Cases, CaseSubCategories

import compression

name, url, directory = sys.argv[1:4]

Cases.extend(compression.CASES)
CaseCategories.update(compression.CATEGORIES)
CaseSubCategories.update(compression.SUBCATEGORIES)

wstest.start({"mode": "fuzzingclient"}, {
    "outdir": directory,
    "options": {"failByDrop": False},
    "servers": [{"agent": name, "url": url}],
    "cases": sys.argv[4:]})

with open(os.path.join(directory, "index.json")) as index:
    results = json.load(index)[name]
with open(os.path.join(directory, "verdicts.txt"), "w") as verdicts:
    for case in sorted(results, key=lambda case: [int(number) for number in case.split(".")]):
        result = results[case]
        verdicts.write("%s\t%s\t%s\t%d\n" % (case, result["behavior"], result["behaviorClose"], result["duration"]))
