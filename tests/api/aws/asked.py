"""Prints what the adapters' code can ask and the recording does not have: operations, and expressions of DynamoDB. Prints
also what the roles allow and nobody asks, and what is asked and no role allows.

Usage: asked.py FILE FOLDER TEMPLATE. FOLDER has the code, and TEMPLATE the roles.
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


ACTION = re.compile(r"'(dynamodb|sqs|s3|ses|secretsmanager|cognito-idp):(\w+)'")
BY_LAMBDA = "Lambda itself reads queues and the stream, with the role of the function."
# What no adapter asks by this name, and why a role allows it.
NOT_ASKED = {
    "dynamodb:DescribeStream": BY_LAMBDA,
    "dynamodb:GetRecords": BY_LAMBDA,
    "dynamodb:GetShardIterator": BY_LAMBDA,
    "dynamodb:ListStreams": BY_LAMBDA,
    "sqs:DeleteMessage": BY_LAMBDA,
    "sqs:GetQueueAttributes": BY_LAMBDA,
    "sqs:ReceiveMessage": BY_LAMBDA,
    "s3:ListBucket": "Without it a file that is not there is denied, and not missing.",
    "ses:SendRawEmail": "SES wants it too where the whole message is sent.",
}
# These are keys of conditions, and no actions.
KEYS = {"dynamodb:Attributes", "dynamodb:LeadingKeys", "dynamodb:Select"}
# What a request needs, where its name is another.
NEEDS = {"s3:HeadObject": "s3:GetObject"}
# What the tests themselves ask.
OF_TESTS = {"dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:Scan"}


def rights(recorded):
    """The actions that a role needs for what was asked."""
    for asked in recorded:
        if asked.operation == "TransactWriteItems":
            for item in asked.parameters["TransactItems"]:
                [what] = item
                yield f"dynamodb:{what}Item" if what != "ConditionCheck" else "dynamodb:ConditionCheckItem"
            continue
        service = "ses" if asked.service == "sesv2" else asked.service
        action = f"{service}:{asked.operation}"
        yield NEEDS.get(action, action)


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


def main(path, folder, template):
    known, operations, recorded = set(), set(), recording.read(path)
    for asked in recorded:
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
    with open(template, encoding="utf-8") as file:
        allowed = {":".join(one) for one in ACTION.findall(file.read())} - KEYS
    needed = set(rights(recorded)) - OF_TESTS
    for action in sorted(allowed - needed - set(NOT_ASKED)):
        print(f"a role allows {action}, which no adapter asks")
    for action in sorted(needed - allowed):
        print(f"{action} is asked, and no role allows it")
    for action in sorted(set(NOT_ASKED) & needed | set(NOT_ASKED) - allowed):
        print(f"{action} needs no exception")
    if count < 60:
        print(f"only {count} operations and expressions were found in {folder}")


main(*sys.argv[1:])
