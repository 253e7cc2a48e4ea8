"""Holds every recorded request to what AWS would take, and prints what it would refuse.

Usage: check.py FILE, or check.py --itself, which asks wrong things and counts what is found.

Three sources: botocore's models of the services, with its own validator; what the models have beside it, which that
validator passes over (patterns, longest texts, closed sets); and rules that AWS documents and no model has. moto has
AWS's list of reserved words.
"""

import glob
import os
import re
import sys
from email import message_from_bytes
from email.policy import SMTP

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from botocore.validate import ParamValidator

import recording
from expressions import COMPARATORS, Fault, Scope, kind, parse

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../..")
[LIST] = glob.glob(f"{ROOT}/.hub/tools/moto/lib/*/site-packages/moto/dynamodb/parsing/reserved_keywords.txt")
with open(LIST, encoding="utf-8") as words:
    RESERVED = set(words.read().upper().split())


# ---------------------------------------------------------------- the models


def held_to_model(shape, value, path="input"):
    """What botocore's validator passes over."""
    if shape.type_name == "structure":
        for name in value:
            if name not in shape.members:
                raise Fault(f"{path} has no member {name}")
            held_to_model(shape.members[name], value[name], f"{path}.{name}")
        if shape.metadata.get("union") and len(value) != 1:
            raise Fault(f"{path} has not exactly one member")
        return
    size = value if shape.type_name in ("integer", "long", "float", "double") else None
    if shape.type_name in ("string", "blob", "list", "map"):
        size = len(value)
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if size is not None and least is not None and size < least:
        raise Fault(f"{path} is below {least}")
    if size is not None and most is not None and size > most:
        raise Fault(f"{path} is above {most}")
    if shape.type_name == "list":
        for one in value:
            held_to_model(shape.member, one, f"{path}[]")
    elif shape.type_name == "map":
        for key, one in value.items():
            held_to_model(shape.key, key, f"{path} key")
            held_to_model(shape.value, one, f"{path}.{key}")
    elif shape.type_name == "string":
        if shape.enum and value not in shape.enum:
            raise Fault(f"{path} is none of {shape.enum}")
        pattern = shape.metadata.get("pattern")
        try:
            fits = pattern is None or re.search(f"^(?:{pattern})$", value)
        except re.error:
            fits = True  # Java's classes of characters, which Python does not know.
        if not fits:
            raise Fault(f"{path} does not fit {pattern}")


def check_model(service, operation, parameters):
    shape = recording.model_of(service).operation_model(operation).input_shape
    if shape is None:
        return
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise Fault(report.generate_report())
    held_to_model(shape, parameters)


# ---------------------------------------------------------------- DynamoDB


class Tables:
    """Keys and indexes of the tables that were created."""

    def __init__(self):
        self.known = {}

    def create(self, asked):
        types = {one["AttributeName"]: one["AttributeType"] for one in asked["AttributeDefinitions"]}

        def keys(of):
            return [(one["AttributeName"], types[one["AttributeName"]]) for one in of["KeySchema"]]

        indexes = {}
        used = set(dict(keys(asked)))
        for index in asked.get("GlobalSecondaryIndexes") or []:
            projection = index["Projection"]
            more = set(projection.get("NonKeyAttributes") or [])
            if projection["ProjectionType"] == "ALL":
                more = None
            indexes[index["IndexName"]] = (keys(index), more)
            used |= set(dict(keys(index)))
        if used != set(types):
            raise Fault("the definitions of attributes are not those of the keys")
        self.known[asked["TableName"]] = (keys(asked), indexes)

    def of(self, name):
        if name not in self.known:
            raise Fault(f"the table {name} does not exist")
        return self.known[name]


def size_of(value, depth=1):
    """The bytes of a value as AWS counts them, and its own faults."""
    if depth > 32:
        raise Fault("a value is nested more than 32 times")
    if len(value) != 1:
        raise Fault("a value has not exactly one type")
    [(of, content)] = value.items()
    if of == "S":
        return len(content.encode())
    if of == "N":
        number(content)
        return len(content) // 2 + 2
    if of in ("SS", "NS", "BS"):
        if not content:
            raise Fault("a set is empty")
        if len(set(content)) != len(content):
            raise Fault("a set has a member twice")
        return sum(size_of({of[0]: one}, depth) for one in content)
    if of == "L":
        return 3 + sum(1 + size_of(one, depth + 1) for one in content)
    if of == "M":
        return 3 + sum(1 + len(name.encode()) + size_of(one, depth + 1) for name, one in content.items())
    return 1


def number(text):
    match = re.fullmatch(r"[+-]?(\d*)\.?(\d*)(?:[eE][+-]?\d+)?", text)
    if not match or not (match.group(1) or match.group(2)):
        raise Fault(f"{text} is no number")
    digits = (match.group(1) + match.group(2)).strip("0")
    if len(digits) > 38 or not (float(text) == 0 or 1e-130 <= abs(float(text)) < 1e126):
        raise Fault("a number has more than 38 digits or is too large")


def check_key(key, wanted, exactly=True):
    for place, (name, of) in enumerate(wanted):
        value = key.get(name)
        if value is None:
            raise Fault(f"the key has no {name}")
        if kind(value) != of:
            raise Fault(f"the key {name} is a {kind(value)}")
        length = len(value[of].encode())
        if of != "N" and not length:
            raise Fault(f"the key {name} is empty")
        if of != "N" and length > (1024 if place else 2048):
            raise Fault(f"the key {name} is too long")
    if exactly and set(key) != set(dict(wanted)):
        raise Fault("the key has more than its attributes")


def check_item(item, tables, table):
    own, indexes = tables.of(table)
    check_key(item, own, exactly=False)
    for keys, _ in indexes.values():
        # An item without the key of an index is not in it. One whose key has another type is refused.
        check_key(item, [key for key in keys if key[0] in item], exactly=False)
    size = sum(len(name.encode()) + size_of(value) for name, value in item.items())
    if size > 400 * 1024:
        raise Fault(f"the item has {size} bytes, more than 400 KB")
    return size


def check_condition(asked, scope):
    if "ConditionExpression" in asked:
        return parse(asked["ConditionExpression"], scope, "condition")
    return None


def check_write(what, asked, tables):
    """One write, alone or in a transaction. Returns its size and its key."""
    table, scope, size = asked["TableName"], Scope(asked, RESERVED), 0
    own, indexes = tables.of(table)
    if what == "Put":
        size = check_item(asked["Item"], tables, table)
        key = {name: asked["Item"][name] for name, _ in own}
    else:
        key = asked["Key"]
        check_key(key, own)
    check_condition(asked, scope)
    if what == "ConditionCheck" and "ConditionExpression" not in asked:
        raise Fault("a check has no condition")
    if what == "Update" and "UpdateExpression" in asked:
        for path in parse(asked["UpdateExpression"], scope, "update"):
            if path[0] in dict(own):
                raise Fault(f"an update changes the key {path[0]}")
    for value in scope.values.values():
        size += size_of(value)
    scope.all_used()
    return size, (table, str(sorted(key.items())))


def check_transaction(asked, tables):
    items, seen, size = asked["TransactItems"], set(), 0
    for item in items:
        [(what, write)] = item.items()
        of_this, key = check_write(what, write, tables)
        size += of_this
        if key in seen:
            raise Fault("a transaction has two operations on one item")
        seen.add(key)
    if len(items) > 100 or size > 4 * 1024 * 1024:
        raise Fault("a transaction has more than 100 writes or 4 MB")


def check_key_condition(condition, keys, reserved_values):
    """Exactly the partition, and at most one comparison of the sort key. Returns the partition."""
    flat = [condition]
    if condition[0] == "and":
        flat = [condition[1], condition[2]]
    found = {}
    for one in flat:
        if one[0] in ("or", "and", "not", "in", "<>") or one[0] not in (*COMPARATORS, "between", "begins_with"):
            raise Fault(f"{one[0]} is no condition of a key")
        path, value = one[1][0], one[2][1]
        if path is None or len(path) > 1 or value is None:
            raise Fault("a condition of a key compares a key with a value")
        if path[0] in found:
            raise Fault(f"the key {path[0]} has two conditions")
        found[path[0]] = (one, value)
    names = [name for name, _ in keys]
    if names[0] not in found or found[names[0]][0][0] != "=":
        raise Fault("the partition has no value")
    if set(found) - set(names):
        raise Fault("a condition of a key is on no key")
    for name, of in keys:
        if name in found and kind(found[name][1]) != of:
            raise Fault(f"the key {name} is compared with a {kind(found[name][1])}")
    return found


def names_in(condition):
    if isinstance(condition, tuple):
        if condition and condition[0] in (*COMPARATORS, "between", "in", "and", "or", "not") or (
            condition and isinstance(condition[0], str) and condition[0].startswith(("attribute_", "begins", "contains"))
        ):
            for part in condition[1:]:
                yield from names_in(part)
        elif len(condition) == 2 and isinstance(condition[0], tuple):
            path = condition[0]
            yield path[1] if path[0] == "size" and len(path) > 1 else path[0]


def check_query(asked, tables):
    own, indexes = tables.of(asked["TableName"])
    keys, projected = own, None
    if "IndexName" in asked:
        if asked["IndexName"] not in indexes:
            raise Fault(f"there is no index {asked['IndexName']}")
        if asked.get("ConsistentRead"):
            raise Fault("an index over the whole table has no consistent read")
        keys, projected = indexes[asked["IndexName"]]
        if projected is not None:
            projected = projected | set(dict(own)) | set(dict(keys))
    scope = Scope(asked, RESERVED)
    found = check_key_condition(
        parse(asked["KeyConditionExpression"], scope, "condition"), keys, scope
    )
    if "FilterExpression" in asked:
        named = set(names_in(parse(asked["FilterExpression"], scope, "condition")))
        if named & set(dict(keys)):
            raise Fault("a filter names a key")
    if "ProjectionExpression" in asked:
        paths = parse(asked["ProjectionExpression"], scope, "projection")
        outside = [path for path in paths if projected is not None and path[0] not in projected]
        if outside:
            raise Fault(f"the index does not have {outside}")
    if asked.get("Select") == "SPECIFIC_ATTRIBUTES" and "ProjectionExpression" not in asked:
        raise Fault("no attributes are named")
    if asked.get("Select") == "ALL_ATTRIBUTES" and projected is not None:
        raise Fault("the index does not have all attributes")
    start = asked.get("ExclusiveStartKey")
    if start is not None:
        check_key(start, list({name: of for name, of in own + keys}.items()), exactly=True)
        for name, (one, value) in found.items():
            at, limit = start[name][kind(start[name])], value[kind(value)]
            inside = {
                "=": at == limit, "<": at < limit, "<=": at <= limit, ">": at > limit, ">=": at >= limit,
                "begins_with": at.startswith(limit), "between": True,
            }[one[0]]
            if one[0] == "between":
                inside = limit <= at <= one[3][1][kind(one[3][1])]
            if not inside:
                raise Fault("the page begins outside the condition")
    scope.all_used()


def check_dynamo(operation, asked, tables):
    if operation == "CreateTable":
        tables.create(asked)
    elif operation in ("PutItem", "UpdateItem", "DeleteItem"):
        check_write(operation.removesuffix("Item"), asked, tables)
    elif operation == "TransactWriteItems":
        check_transaction(asked, tables)
    elif operation == "Query":
        check_query(asked, tables)
    elif operation == "GetItem":
        check_read(asked, [asked["Key"]], tables.of(asked["TableName"])[0])
    elif operation == "BatchGetItem":
        all_keys = 0
        for table, wanted in asked["RequestItems"].items():
            check_read(wanted, wanted["Keys"], tables.of(table)[0])
            all_keys += len(wanted["Keys"])
        if all_keys > 100:
            raise Fault("more than 100 items are asked for")
    else:
        raise Fault(f"nothing is known of the rules of {operation}")


def check_read(asked, keys, own):
    scope = Scope(asked, RESERVED)
    for key in keys:
        check_key(key, own)
    if len({str(sorted(key.items())) for key in keys}) != len(keys):
        raise Fault("an item is asked for twice")
    if "ProjectionExpression" in asked:
        parse(asked["ProjectionExpression"], scope, "projection")
    scope.all_used()


# ---------------------------------------------------------------- other services


def check_queue(operation, asked, _):
    if operation != "SendMessage":
        raise Fault(f"nothing is known of the rules of {operation}")
    body = asked["MessageBody"]
    # AWS takes more since 2025. What reads the queues for a provider may not.
    if not 1 <= len(body.encode()) <= 256 * 1024:
        raise Fault("the message is empty or longer than 256 KB")
    if re.search("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", body):
        raise Fault("the message has a character that SQS does not take")
    fifo = asked["QueueUrl"].endswith(".fifo")
    for name in ("MessageGroupId", "MessageDeduplicationId"):
        if fifo and not re.fullmatch(r"[A-Za-z0-9!-/:-@\[-`{-~]{1,128}", asked.get(name, "")):
            raise Fault(f"{name} is missing, longer than 128 or has another character")
    if fifo and "DelaySeconds" in asked:
        raise Fault("a message of a FIFO queue has no delay of its own")
    if not fifo and "MessageDeduplicationId" in asked:
        raise Fault("only a FIFO queue knows repeats")


def check_mail(operation, asked, _):
    if operation == "GetAccount":
        return
    if operation != "SendEmail":
        raise Fault(f"nothing is known of the rules of {operation}")
    to = asked["Destination"].get("ToAddresses", [])
    if len(to) != 1:
        raise Fault("a letter is for one address")
    for tag in asked.get("EmailTags", []):
        for part in (tag["Name"], tag["Value"]):
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", part):
                raise Fault("a tag has a character that SES does not take")
    if len(asked.get("EmailTags", [])) > 50:
        raise Fault("a letter has more than 50 tags")
    import base64

    data = base64.b64decode(asked["Content"]["Raw"]["Data"], validate=True)
    if len(data) > 40 * 1024 * 1024:
        raise Fault("a letter has more than 40 MB")
    if re.search(rb"(?<!\r)\n", data) or max(map(len, data.split(b"\r\n"))) > 998:
        raise Fault("a line of the letter ends wrongly or is too long")
    letter = message_from_bytes(data, policy=SMTP)
    if letter.defects or not all(letter[name] for name in ("From", "To", "Subject", "MIME-Version")):
        raise Fault("the letter lacks a header")
    if [one.addr_spec for one in letter["To"].addresses] != to:
        raise Fault("the letter names another address")
    if asked["FromEmailAddress"] != str(letter["From"]):
        raise Fault("the letter names another sender")


def check_files(_, asked, __):
    if len(asked.get("Key", "").encode()) > 1024:
        raise Fault("the key is longer than 1,024 bytes")


RULES = {
    "dynamodb": check_dynamo,
    "sqs": check_queue,
    "sesv2": check_mail,
    "s3": check_files,
    # The models have what is documented of these.
    "secretsmanager": lambda *_: None,
    "cognito-idp": lambda *_: None,
}


def check(service, operation, parameters, tables):
    check_model(service, operation, parameters)
    RULES[service](operation, parameters, tables)


def main(path):
    tables, faults = Tables(), {}
    for asked in recording.read(path):
        if asked.service == "dynamodb" and asked.operation in ("DescribeTable", "Scan"):
            continue
        try:
            check(asked.service, asked.operation, asked.parameters, tables)
        except Fault as fault:
            faults.setdefault(f"{asked}: {fault}", asked.parameters)
    for fault, parameters in faults.items():
        print(f"{fault}\n  {str(parameters)[:400]}")


if __name__ == "__main__":
    if sys.argv[1] == "--itself":
        import wrong

        print(f"{wrong.count(check, Tables, Fault)} wrong requests were found")
    else:
        main(sys.argv[1])
