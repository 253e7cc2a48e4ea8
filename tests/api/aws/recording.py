"""What was recorded: each request with the service, the operation and the parameters that AWS would read from it."""

import base64
import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

import botocore.session

SESSION = botocore.session.Session()
# The beginning of a target says which service it is, where all operations have one address.
TARGETS = {
    "DynamoDB_20120810": "dynamodb",
    "AmazonSQS": "sqs",
    "secretsmanager": "secretsmanager",
    "AWSCognitoIdentityProviderService": "cognito-idp",
}
# Otherwise the signature has the name under which the service is signed.
SIGNED = {"ses": "sesv2", "s3": "s3"}
MODELS = {}


def model_of(service):
    if service not in MODELS:
        MODELS[service] = SESSION.get_service_model(service)
    return MODELS[service]


class Asked:
    """One request."""

    def __init__(self, line):
        kept = json.loads(line)
        self.began, self.ended = kept["began"], kept["ended"]
        self.status = kept["status"]
        self.body = base64.b64decode(kept["body"])
        self.answer = base64.b64decode(kept["answer"])
        headers = kept["headers"]
        target = headers.get("x-amz-target")
        if target:
            prefix, self.operation = target.split(".")
            self.service = TARGETS[prefix]
            self.parameters = json.loads(self.body)
        else:
            scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", headers["authorization"])
            self.service = SIGNED[scope.group(1)]
            self.operation, self.parameters = self._by_address(kept, headers)

    def __str__(self):
        return f"{self.service} {self.operation}"

    def model(self):
        return model_of(self.service).operation_model(self.operation)

    def _by_address(self, kept, headers):
        """Finds the operation by its method and address, and reads its parameters from address, headers and body."""
        asked = urlsplit(kept["path"])
        query = dict(parse_qsl(asked.query, keep_blank_values=True))
        # The SDK says which operation it means, and the service does not look at that.
        query.pop("x-id", None)
        model = model_of(self.service)
        best = None
        for name in model.operation_names:
            operation = model.operation_model(name)
            template = urlsplit(operation.http["requestUri"])
            fixed = dict(parse_qsl(template.query, keep_blank_values=True))
            fixed.pop("x-id", None)
            path = template.path
            if self.service == "s3" and "{Bucket}" not in path:
                # On AWS the bucket is in the name of the host, on a laptop in the path.
                path = "/{Bucket}" + path
            pattern = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path))
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)
            match = re.fullmatch(pattern.rstrip("/") + "/?", asked.path)
            fits = match and operation.http["method"] == kept["method"]
            if not fits or any(query.get(key) != value for key, value in fixed.items()):
                continue
            shape = operation.input_shape
            members = dict(shape.members) if shape else {}
            named = {
                member.serialization.get("name", name): name
                for name, member in members.items()
                if member.serialization.get("location") == "querystring"
            }
            if not set(query) - set(fixed) <= set(named):
                continue
            given = {"querystring": query, "header": headers}
            places = [members[name].serialization for name in (shape.required_members if shape else [])]
            if any(
                place.get("location") in given
                and place["name"] not in given[place["location"]]
                and place["name"].lower() not in given[place["location"]]
                for place in places
            ):
                continue
            found = (len(fixed), len(path), operation.name, match, named, members)
            if best is None or found[:2] > best[:2]:
                best = found
        if best is None:
            raise ValueError(f"{self.service} has no operation for {kept['method']} {asked.path}")
        _, _, name, match, named, members = best
        parameters = {key: unquote(value) for key, value in match.groupdict().items()}
        for key, value in query.items():
            if key in named:
                parameters[named[key]] = value
        payload = model.operation_model(name).input_shape
        payload = payload.serialization.get("payload") if payload else None
        for member, shape in members.items():
            place = shape.serialization.get("location")
            header = shape.serialization.get("name", "").lower()
            if place == "header" and header in headers:
                value = headers[header]
                parameters[member] = int(value) if shape.type_name in ("integer", "long") else value
        if payload:
            parameters[payload] = self.body
        elif self.body and self.service != "s3":
            by_name = {shape.serialization.get("name", name): name for name, shape in members.items()}
            for key, value in json.loads(self.body).items():
                parameters[by_name.get(key, key)] = value
        return name, parameters


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [Asked(line) for line in lines]
