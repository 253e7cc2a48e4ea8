"""Requests that AWS refuses, each with a word of the reason. The first of each service is right, and each other changes it."""

TABLE = {
    "TableName": "hub-x-cases",
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "sk", "AttributeType": "S"},
        {"AttributeName": "due_key", "AttributeType": "S"},
    ],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by-due",
            "KeySchema": [{"AttributeName": "due_key", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["timer"]},
        }
    ],
}
KEY = {"pk": {"S": "CASE#1"}, "sk": {"S": "STATE"}}
OTHER = {"pk": {"S": "CASE#2"}, "sk": {"S": "STATE"}}
NAME = "hub-x-cases"


def of_key(expression, values, **more):
    return {"TableName": NAME, "KeyConditionExpression": expression, "ExpressionAttributeValues": values, **more}


def update(expression, values, names=None, **more):
    asked = {"TableName": NAME, "Key": KEY, "UpdateExpression": expression, **more}
    if values:
        asked["ExpressionAttributeValues"] = values
    if names:
        asked["ExpressionAttributeNames"] = names
    return asked


ONE, TEXT = {":one": {"N": "1"}}, {":one": {"S": "x"}}
PK = {":pk": {"S": "CASE#1"}}
SEND = {"QueueUrl": "http://x/one.fifo", "MessageBody": "x", "MessageGroupId": "A-1", "MessageDeduplicationId": "A-1.offered"}
PLAIN = {"QueueUrl": "http://x/one", "MessageBody": "x"}
LETTER = "RnJvbTogYUBleGFtcGxlLm9yZw0KVG86IGJAZXhhbXBsZS5vcmcNClN1YmplY3Q6IHgNCk1JTUUtVmVyc2lvbjogMS4wDQoNCkhlbGxvDQo="
MAIL = {
    "FromEmailAddress": "a@example.org",
    "Destination": {"ToAddresses": ["b@example.org"]},
    "Content": {"Raw": {"Data": LETTER}},
    "EmailTags": [{"Name": "case", "Value": "ABC-1"}],
}

RIGHT = [
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": KEY, "ConditionExpression": "attribute_not_exists(pk)"}),
    ("dynamodb", "UpdateItem", update("SET a = if_not_exists(a, :one) + :one REMOVE b.c[1]", ONE)),
    ("dynamodb", "Query", of_key("pk = :pk AND begins_with(sk, :pk)", PK, Limit=1)),
    ("dynamodb", "Query", of_key("due_key = :pk", PK, IndexName="by-due", ProjectionExpression="timer")),
    ("sqs", "SendMessage", SEND),
    ("sqs", "SendMessage", PLAIN),
    ("sesv2", "SendEmail", MAIL),
]

WRONG = [
    # The models.
    ("dynamodb", "GetItem", {"TableName": NAME}, "Missing required"),
    ("cognito-idp", "AdminGetUser", {"UserPoolId": "x", "Username": "x"}, "does not fit"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": KEY, "ReturnValues": "SOME"}, "is none of"),
    ("dynamodb", "Query", of_key("pk = :pk", PK, Limit=0), "valid min value"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "n": {"N": 1}}}, "Invalid type"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": KEY, "Condition": "x"}, "Unknown parameter"),
    ("secretsmanager", "GetSecretValue", {"SecretId": ""}, "valid min length"),
    ("secretsmanager", "GetSecretValue", {"SecretId": "x" * 2049}, "above"),
    ("cognito-idp", "ListUsers", {"UserPoolId": "eu-west-2_x", "Limit": 61}, "above"),
    # Expressions.
    ("dynamodb", "UpdateItem", update("ADD c :one, c :one", ONE), "overlap"),
    ("dynamodb", "UpdateItem", update("SET a = :one REMOVE a.b", ONE), "overlap"),
    ("dynamodb", "UpdateItem", update("ADD #a :one, #b :one", ONE, {"#a": "c", "#b": "c"}), "overlap"),
    ("dynamodb", "UpdateItem", update("SET ttl = :one", ONE), "reserved"),
    ("dynamodb", "UpdateItem", update("SET a = :one SET b = :one", ONE), "twice"),
    ("dynamodb", "UpdateItem", update("SET a = :one,", ONE), "where"),
    ("dynamodb", "UpdateItem", update("SET a = 1", None), "needs a name"),
    ("dynamodb", "UpdateItem", update("SET pk = :one", TEXT), "changes the key"),
    ("dynamodb", "UpdateItem", update("ADD a :one", TEXT), "takes no S"),
    ("dynamodb", "UpdateItem", update("DELETE a :one", ONE), "takes no N"),
    ("dynamodb", "UpdateItem", update("DELETE a :one", {":one": {"NS": []}}), "empty"),
    ("dynamodb", "UpdateItem", update("SET a = :two", ONE), "not defined"),
    ("dynamodb", "UpdateItem", update("SET a = :one", {**ONE, ":two": {"N": "2"}}), "not used"),
    ("dynamodb", "UpdateItem", update("SET a = :one", ONE, {"#b": "b"}), "not used"),
    ("dynamodb", "UpdateItem", update("SET a = :one", ONE, ConditionExpression="attribute_exist(a)"), "no function"),
    ("dynamodb", "UpdateItem", update("SET a = :one", ONE, ConditionExpression="a = a"), "itself"),
    ("dynamodb", "UpdateItem", update("SET a = :one", ONE, ConditionExpression="(a = :one"), "where"),
    ("dynamodb", "UpdateItem", update("SET a = :one", ONE, ConditionExpression="a & :one"), "wrong character"),
    ("dynamodb", "UpdateItem", update("SET a = :one", ONE, ConditionExpression="begins_with(a, :one)"), "takes a text"),
    ("dynamodb", "UpdateItem", update("SET a = :one", {":one": {"BOOL": True}}, ConditionExpression="a < :one"), "compares only"),
    # Keys and items.
    ("dynamodb", "GetItem", {"TableName": NAME, "Key": {"pk": {"S": "x"}}}, "has no sk"),
    ("dynamodb", "GetItem", {"TableName": NAME, "Key": {**KEY, "x": {"S": "x"}}}, "more than"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "due_key": {"N": "1"}}}, "is a N"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "due_key": {"S": ""}}}, "is empty"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "sk": {"S": "x" * 1025}}}, "too long"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "a": {"S": "x" * 410_000}}}, "400 KB"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "a": {"N": "1" * 39}}}, "38 digits"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "a": {"N": "NaN"}}}, "no number"),
    ("dynamodb", "PutItem", {"TableName": NAME, "Item": {**KEY, "a": {"SS": ["x", "x"]}}}, "twice"),
    ("dynamodb", "PutItem", {"TableName": "other", "Item": KEY}, "does not exist"),
    # Queries.
    ("dynamodb", "Query", of_key("sk = :pk", PK), "partition"),
    ("dynamodb", "Query", of_key("pk = :pk AND x = :pk", PK), "on no key"),
    ("dynamodb", "Query", of_key("pk = :pk OR sk = :pk", PK), "no condition of a key"),
    ("dynamodb", "Query", of_key("pk > :pk", PK), "partition"),
    ("dynamodb", "Query", of_key("pk = :pk", PK, FilterExpression="sk = :pk"), "filter"),
    ("dynamodb", "Query", of_key("due_key = :pk", PK, IndexName="by-due", ConsistentRead=True), "consistent"),
    ("dynamodb", "Query", of_key("due_key = :pk", PK, IndexName="by-due", ProjectionExpression="case_x"), "does not have"),
    ("dynamodb", "Query", of_key("due_key = :pk", PK, IndexName="by-x"), "no index"),
    ("dynamodb", "Query", of_key("pk = :pk", PK, Select="SPECIFIC_ATTRIBUTES"), "named"),
    ("dynamodb", "Query", of_key("pk = :pk", PK, ExclusiveStartKey=OTHER), "outside"),
    (
        "dynamodb",
        "Query",
        of_key("pk = :pk AND sk BETWEEN :b AND :a", {**PK, ":a": {"S": "a"}, ":b": {"S": "b"}}),
        "larger end",
    ),
    # Several at once.
    ("dynamodb", "BatchGetItem", {"RequestItems": {NAME: {"Keys": [KEY, KEY]}}}, "twice"),
    (
        "dynamodb",
        "TransactWriteItems",
        {"TransactItems": [{"Put": {"TableName": NAME, "Item": KEY}}, {"Delete": {"TableName": NAME, "Key": KEY}}]},
        "two operations",
    ),
    # Queues and mail.
    ("sqs", "SendMessage", {**PLAIN, "MessageBody": ""}, "empty"),
    ("sqs", "SendMessage", {**PLAIN, "MessageBody": "\u0001"}, "character"),
    ("sqs", "SendMessage", {**SEND, "MessageDeduplicationId": "x" * 129}, "longer than 128"),
    ("sqs", "SendMessage", {**SEND, "MessageGroupId": "a b"}, "character"),
    ("sqs", "SendMessage", {**SEND, "DelaySeconds": 1}, "delay"),
    ("sqs", "SendMessage", {**PLAIN, "MessageDeduplicationId": "1"}, "FIFO"),
    ("sesv2", "SendEmail", {**MAIL, "EmailTags": [{"Name": "case", "Value": "a b"}]}, "tag"),
    ("sesv2", "SendEmail", {**MAIL, "Destination": {"ToAddresses": ["c@example.org"]}}, "another address"),
    ("sesv2", "SendEmail", {**MAIL, "FromEmailAddress": "c@example.org"}, "another sender"),
    ("sesv2", "SendEmail", {**MAIL, "Content": {"Raw": {"Data": "SGVsbG8K"}}}, "line"),
    ("s3", "GetObject", {"Bucket": "b", "Key": "\u00e9" * 513}, "1,024"),
]


def count(check, tables, fault):
    known = tables()
    known.create(TABLE)
    for service, operation, asked in RIGHT:
        check(service, operation, asked, known)
    found = 0
    for service, operation, asked, word in WRONG:
        try:
            check(service, operation, asked, known)
        except fault as why:
            if word not in str(why):
                raise SystemExit(f"{operation} {asked} is refused for another reason: {why}") from why
            found += 1
        else:
            raise SystemExit(f"{operation} {asked} is not refused for: {word}")
    return found
