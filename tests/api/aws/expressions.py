"""DynamoDB's expressions, as AWS documents their grammar. The model of the service says only that they are texts.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re

FUNCTIONS = {
    "attribute_exists": 1,
    "attribute_not_exists": 1,
    "attribute_type": 2,
    "begins_with": 2,
    "contains": 2,
    "size": 1,
}
COMPARATORS = ("=", "<>", "<=", ">=", "<", ">")
KEYWORDS = {"AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"}
TOKEN = re.compile(r"\s*(?:(<>|<=|>=|[=<>(),.+\-\[\]])|([#:]?[A-Za-z0-9_]+))")


class Fault(Exception):
    """Why AWS refuses the request."""


class Scope:
    """The names and values of a request. All of its expressions share them, and each has to be used."""

    def __init__(self, asked, reserved):
        self.names = asked.get("ExpressionAttributeNames") or {}
        self.values = asked.get("ExpressionAttributeValues") or {}
        self.reserved = reserved
        self.used = set()
        if "ExpressionAttributeNames" in asked and not self.names:
            raise Fault("ExpressionAttributeNames is empty")
        if "ExpressionAttributeValues" in asked and not self.values:
            raise Fault("ExpressionAttributeValues is empty")
        for name in self.names:
            if not re.fullmatch(r"#\w{1,254}", name):
                raise Fault(f"{name} is no name of an attribute name")
        for name in self.values:
            if not re.fullmatch(r":\w{1,254}", name):
                raise Fault(f"{name} is no name of a value")

    def name(self, word):
        if word.startswith("#"):
            if word not in self.names:
                raise Fault(f"{word} is not defined")
            self.used.add(word)
            return self.names[word]
        if word.upper() in self.reserved:
            raise Fault(f"{word} is a reserved word")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", word):
            raise Fault(f"{word} needs a name with #")
        return word

    def value(self, word):
        if word not in self.values:
            raise Fault(f"{word} is not defined")
        self.used.add(word)
        return self.values[word]

    def all_used(self):
        left = (set(self.names) | set(self.values)) - self.used
        if left:
            raise Fault(f"{', '.join(sorted(left))} is not used in an expression")


def kind(value):
    return next(iter(value))


class Parser:
    def __init__(self, text, scope):
        if not text or len(text.encode()) > 4096:
            raise Fault("an expression is empty or longer than 4 KB")
        self.scope, self.words, at = scope, [], 0
        text = text.rstrip()
        while at < len(text):
            token = TOKEN.match(text, at)
            if not token:
                raise Fault(f"the expression has a wrong character at {text[at:at + 12]!r}")
            self.words.append(token.group(1) or token.group(2))
            at = token.end()
        self.place = 0
        self.operators = 0

    def peek(self, more=0):
        at = self.place + more
        return self.words[at] if at < len(self.words) else ""

    def take(self, expected=None):
        word = self.peek()
        if not word or (expected and word.upper() != expected):
            raise Fault(f"the expression has {word or 'an end'} where {expected or 'more'} belongs")
        self.place += 1
        return word

    def has(self, keyword):
        return self.peek().upper() == keyword

    def end(self):
        if self.peek():
            raise Fault(f"the expression goes on with {self.peek()}")
        if self.operators > 300:
            raise Fault("the expression has more than 300 operators")

    def path(self):
        word = self.take()
        if not re.fullmatch(r"#?\w+", word) or word.upper() in KEYWORDS:
            raise Fault(f"{word} is no attribute")
        parts = [self.scope.name(word)]
        while self.peek() in (".", "["):
            if self.take() == "[":
                index = self.take()
                if not index.isdigit():
                    raise Fault(f"{index} is no place in a list")
                parts.append(int(index))
                self.take("]")
            else:
                parts.append(self.scope.name(self.take()))
        return tuple(parts)

    def operand(self):
        """A path or a value: (path, None) or (None, value)."""
        if self.peek().startswith(":"):
            return None, self.scope.value(self.take())
        if self.has("SIZE") and self.peek(1) == "(":
            self.take()
            self.take("(")
            path = self.path()
            self.take(")")
            return ("size",) + path, None
        return self.path(), None

    # ------------------------------------------------------------ conditions

    def condition(self):
        """Conditions as nested tuples."""
        left = self.both()
        while self.has("OR"):
            self.take()
            self.operators += 1
            left = ("or", left, self.both())
        return left

    def both(self):
        left = self.one()
        while self.has("AND"):
            self.take()
            self.operators += 1
            left = ("and", left, self.one())
        return left

    def one(self):
        if self.has("NOT"):
            self.take()
            self.operators += 1
            return ("not", self.one())
        if self.peek() == "(":
            self.take()
            inner = self.condition()
            self.take(")")
            return inner
        word = self.peek().lower()
        if self.peek(1) == "(" and word != "size":
            return self.function()
        left = self.operand()
        self.operators += 1
        word = self.take().upper()
        if word in COMPARATORS:
            right = self.operand()
            if left[0] is not None and left[0] == right[0]:
                raise Fault("an attribute is compared with itself")
            for side in (left, right):
                if word not in ("=", "<>") and side[1] is not None and kind(side[1]) not in "SNB":
                    raise Fault(f"{word} compares only texts, numbers and bytes")
            return (word, left, right)
        if word == "BETWEEN":
            low = self.operand()
            self.take("AND")
            high = self.operand()
            ends = [low[1], high[1]]
            if None not in ends:
                if kind(ends[0]) != kind(ends[1]):
                    raise Fault("BETWEEN has ends of two types")
                low_end, high_end = (one[kind(one)] for one in ends)
                if kind(ends[0]) == "N":
                    low_end, high_end = float(low_end), float(high_end)
                if low_end > high_end:
                    raise Fault("BETWEEN has its larger end first")
            return ("between", left, low, high)
        if word == "IN":
            self.take("(")
            several = [self.operand()]
            while self.peek() == ",":
                self.take()
                several.append(self.operand())
            self.take(")")
            if len(several) > 100:
                raise Fault("IN has more than 100 operands")
            return ("in", left, several)
        raise Fault(f"{word} is no comparison")

    def function(self):
        name = self.take()
        if name not in FUNCTIONS:
            raise Fault(f"{name} is no function")
        self.operators += 1
        self.take("(")
        path = self.path()
        operand = None
        if FUNCTIONS[name] == 2:
            self.take(",")
            operand = self.operand()
            if name == "begins_with" and operand[1] is not None and kind(operand[1]) not in "SB":
                raise Fault("begins_with takes a text or bytes")
        self.take(")")
        return (name, (path, None), operand)

    # ------------------------------------------------------------ updates

    def update(self):
        """The paths that an update changes."""
        changed, clauses = [], set()
        while self.peek():
            clause = self.take().upper()
            if clause not in ("SET", "REMOVE", "ADD", "DELETE"):
                raise Fault(f"{clause} is no clause of an update")
            if clause in clauses:
                raise Fault(f"the clause {clause} is there twice")
            clauses.add(clause)
            changed.append(self.action(clause))
            while self.peek() == ",":
                self.take()
                changed.append(self.action(clause))
        for n, one in enumerate(changed):
            for other in changed[n + 1 :]:
                short = min(len(one), len(other))
                if one[:short] == other[:short]:
                    raise Fault(f"two document paths overlap: {one} and {other}")
        return changed

    def action(self, clause):
        path = self.path()
        if clause == "SET":
            self.take("=")
            self.term()
            if self.peek() in ("+", "-"):
                self.take()
                self.term()
        elif clause in ("ADD", "DELETE"):
            if len(path) > 1:
                raise Fault(f"{clause} changes only attributes at the top")
            value = self.scope.value(self.take())
            allowed = ("N", "SS", "NS", "BS") if clause == "ADD" else ("SS", "NS", "BS")
            if kind(value) not in allowed:
                raise Fault(f"{clause} takes no {kind(value)}")
        return path

    def term(self):
        word = self.peek()
        if word in ("if_not_exists", "list_append") and self.peek(1) == "(":
            self.take()
            self.take("(")
            if word == "if_not_exists":
                self.path()
            else:
                self.operand()
            self.take(",")
            self.operand()
            self.take(")")
        else:
            self.operand()

    def projection(self):
        paths = [self.path()]
        while self.peek() == ",":
            self.take()
            paths.append(self.path())
        for n, one in enumerate(paths):
            for other in paths[n + 1 :]:
                short = min(len(one), len(other))
                if one[:short] == other[:short]:
                    raise Fault(f"two document paths overlap: {one} and {other}")
        return paths


def parse(text, scope, what):
    parser = Parser(text, scope)
    found = getattr(parser, what)()
    parser.end()
    return found
