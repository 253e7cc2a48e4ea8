"""Asks dynalite everything that the local AWS was asked, in the same order, and prints where the answers differ.

Usage: replay.py FILE ENDPOINT.

What dynalite cannot do is in OTHERWISE, with the reason. AWS's documentation says each time that the local AWS is right.
"""

import base64
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import recording

# What is not compared, and why.
OTHERWISE = {
    "TransactWriteItems": "It has no transactions. The writes of one that was carried out are asked one after the other, "
    "with their conditions. One that was refused is left out, because parts of it could be written.",
    "ConditionCheck": "It belongs to a transaction. It writes nothing, so it is left out.",
    "at the same moment": "Requests that were under way together had an order that nobody knows. Of those only what was "
    "written is asked again, and only whether it was carried out is compared.",
    "=": "It compares no list with another, although AWS does. A write that the local AWS carried out is asked without that "
    "condition, and one that it refused is left out.",
    "by-provider": "Many offers expire at one moment. In which order an index has items with one sort key is documented "
    "nowhere, so that a page of them may have others: only whether the query is taken is compared.",
    "ReturnValuesOnConditionCheckFailure": "It came in 2023, and dynalite does not know it: a refusal has no item.",
}


def dynamo(endpoint):
    return boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="eu-west-2",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )


def plain(value):
    """Sets, and batches of items, have no order."""
    if isinstance(value, dict):
        return {
            name: sorted(one) if name in ("SS", "NS", "BS") else plain(one) for name, one in value.items()
        }
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def with_bytes(value, change):
    """Bytes are texts in what was recorded, and bytes for the client."""
    if isinstance(value, dict):
        return {
            name: change(one) if name == "B" and not isinstance(one, dict) else with_bytes(one, change)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [with_bytes(one, change) for one in value]
    return value


def seen(operation, answer):
    """The part of an answer that the adapters read."""
    answer = plain(answer)
    if operation == "BatchGetItem":
        responses = answer.get("Responses", {})
        return {
            table: sorted(json.dumps(item, sort_keys=True) for item in items)
            for table, items in responses.items()
            if items
        }
    names = {"Query": ("Items", "LastEvaluatedKey"), "GetItem": ("Item",), "UpdateItem": ("Attributes",)}
    return {name: answer[name] for name in names.get(operation, ()) if answer.get(name)}


def compares_lists(asked):
    values = asked.get("ExpressionAttributeValues", {}).values()
    return "ConditionExpression" in asked and any(set(value) & {"L", "M"} for value in values)


def without_condition(asked):
    return {name: value for name, value in asked.items() if not name.startswith(("Condition", "Expression"))}


def ask(client, operation, parameters):
    try:
        # The answer as it was sent, with no part renamed.
        answer = client._make_api_call(operation, with_bytes(parameters, base64.b64decode))
        return 200, with_bytes(answer, lambda one: base64.b64encode(one).decode())
    except ClientError as refusal:
        return refusal.response["ResponseMetadata"]["HTTPStatusCode"], refusal.response["Error"]["Code"]


def main(path, endpoint):
    client, count, differences = dynamo(endpoint), 0, []

    def compare(what, asked, theirs, ours):
        if theirs != ours:
            differences.append(f"{what} {str(asked)[:600]}\n  local AWS: {str(theirs)[:600]}\n  dynalite:  {str(ours)[:600]}")

    known = [asked for asked in recording.read(path) if asked.service == "dynamodb"]
    together = {
        id(one)
        for n, one in enumerate(known)
        for other in known[max(0, n - 20) : n + 20]
        if other is not one and one.began < other.ended and other.began < one.ended
    }
    for asked in known:
        if asked.operation in ("DescribeTable", "Scan"):
            continue
        at_once = id(asked) in together and asked.operation == "UpdateItem"
        if at_once and asked.status != 200:
            continue
        count += 1
        parameters, operation = asked.parameters, asked.operation
        if operation == "TransactWriteItems":
            for item in parameters["TransactItems"] if asked.status == 200 else []:
                [(what, write)] = item.items()
                write.pop("ReturnValuesOnConditionCheckFailure", None)
                if what in ("Put", "Delete") and compares_lists(write):
                    write = without_condition(write)
                if what != "ConditionCheck":
                    compare(what, write, 200, ask(client, f"{what}Item", write)[0])
            continue
        parameters.pop("ReturnValuesOnConditionCheckFailure", None)
        if operation in ("PutItem", "DeleteItem") and compares_lists(parameters):
            if asked.status != 200:
                continue
            parameters = without_condition(parameters)
        status, answer = ask(client, operation, parameters)
        if operation == "CreateTable":
            while client.describe_table(TableName=parameters["TableName"])["Table"]["TableStatus"] != "ACTIVE":
                time.sleep(0.02)
        theirs = json.loads(asked.answer)
        if at_once or (parameters.get("IndexName") == "by-provider" and asked.status == status):
            theirs, ours = None, None
        elif asked.status == 200:
            theirs = seen(operation, theirs)
            ours = seen(operation, answer) if status == 200 else answer
        else:
            theirs, ours = theirs["__type"].split("#")[-1], answer
        compare(operation, parameters, (asked.status, theirs), (status, ours))
    if count < 500:
        differences.append(f"only {count} requests were asked")
    print("\n".join(differences[:20]), end="")


main(*sys.argv[1:])
