"""Prints what the adapters' code can ask and the recording does not have: operations, and expressions of DynamoDB.

Usage: asked.py FILE FOLDER. FOLDER has the code.
"""

import glob
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import recording

# What makes a text in the code an expression.
EXPRESSION = re.compile(r"attribute_(?:not_)?exists|begins_with|:[a-z_]+\b(?! )|[=<>] :|^(?:SET|REMOVE|ADD|DELETE) ")
# Calls of the SDK, and the three operations that are called by name.
CALL = re.compile(r"\.(\w+)\(\)\s*(?:\n\s*)?\.(?:table_name|queue_url|bucket|secret_id|request_items|transact_items|from_email)")
BY_NAME = re.compile(r'ask\(\s*"(\w+)"')


def code(folder):
    for path in sorted(glob.glob(f"{folder}/*.rs")):
        with open(path, encoding="utf-8") as file:
            yield os.path.basename(path), file.read()


def expressions_of(asked):
    """Every expression of a request, however deep."""
    if isinstance(asked, dict):
        for name, value in asked.items():
            if name.endswith("Expression"):
                yield " ".join(value.split())
            else:
                yield from expressions_of(value)
    elif isinstance(asked, list):
        for one in asked:
            yield from expressions_of(one)


def main(path, folder):
    known, operations = set(), set()
    for asked in recording.read(path):
        operations.add(asked.operation)
        if asked.service == "dynamodb":
            known.update(expressions_of(asked.parameters))
    count = 0
    for name, text in code(folder):
        called = [re.sub("_", "", one).lower() for one in CALL.findall(text)]
        called += [one.lower() for one in BY_NAME.findall(text)]
        for operation in called:
            count += 1
            if operation not in {one.lower() for one in operations}:
                print(f"{name}: {operation}")
        for literal in re.findall(r'"((?:[^"\\]|\\.)*)"', re.sub(r"(?m)^\s*//.*$", "", text)):
            if not EXPRESSION.search(literal) or literal.startswith("the ") or literal.startswith("a "):
                continue
            count += 1
            # A part that is put in by `format!` may be anything.
            pattern = ".+".join(re.escape(" ".join(part.split())) for part in re.split(r"\{[^}]*\}", literal))
            if not any(re.search(pattern, one) for one in known):
                print(f"{name}: {json.dumps(literal)}")
    if count < 60:
        print(f"only {count} operations and expressions were found in {folder}")


main(*sys.argv[1:])
