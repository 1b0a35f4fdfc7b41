#!/usr/bin/env python3
"""Holds recorded traffic against the trackers' official API descriptions.

    check_traffic.py --specs FOLDER [--at-least N] TRAFFIC.jsonl…

Each line of the traffic is one exchange:
{"spec", "method", "url", "request_headers", "request_body", "status", "response_body"}; "spec" names a
description (descriptions.FILES) or is "none". An exchange with "fault": true was spoiled on purpose: its answer
is not looked at. Exit status: 0 all hold, 1 violations, 2 usage, 77 the descriptions are not there.
"""
import argparse
import collections
import dataclasses
import json
import pathlib
import re
import sys
import urllib.parse

import descriptions
import known_errors
import schema_check

SHOWN = 60


@dataclasses.dataclass(frozen=True)
class Violation:
    operation: str
    where: str  # "path", "query", "body", "status", "response", with the place in it
    message: str

    def __str__(self):
        return f"{self.operation}: {self.where}: {self.message}"


def header(headers, name):
    pairs = headers.items() if isinstance(headers, dict) else [
        (h["name"], h["value"]) if isinstance(h, dict) else tuple(h) for h in headers or []]
    return next((value for key, value in pairs if key.lower() == name), None)


def parsed(body):
    """A body as recorded: a text, or JSON already. (value, whether it is JSON)"""
    if not isinstance(body, str):
        return body, True
    try:
        return json.loads(body), True
    except ValueError:
        return body, False


def check_query(description, operation, pairs):
    seen = collections.Counter(description.key(name) for name, _ in pairs)
    for name, value in pairs:
        parameter = operation.query.get(description.key(name))
        if parameter is None:
            yield f"query {name}", "unknown parameter"
            continue
        problem = schema_check.text_problem(parameter, value, description.ignore_case)
        if problem:
            yield f"query {name}", problem
        if seen[description.key(name)] > 1 and parameter.type != "array":
            yield f"query {name}", "given more than once"
    for name, parameter in operation.query.items():
        if parameter.required and not seen[name]:
            yield f"query {parameter.name}", "required parameter is missing"


def check_path(description, operation, path):
    match = operation.pattern.fullmatch(path)
    for name, value in match.groupdict().items():
        parameter = next((p for n, p in operation.path.items() if re.sub(r"[^A-Za-z0-9_]", "_", n) == name), None)
        problem = parameter and schema_check.text_problem(parameter, urllib.parse.unquote(value), description.ignore_case)
        if problem:
            yield f"path {name}", problem


def check_body(description, operation, exchange):
    body = exchange.get("request_body")
    if body is None or body == "":
        if operation.body_required:
            yield "body", "required body is missing"
        return
    if operation.body is None:
        yield "body", "there is no body in this request"
        return
    content_type = (header(exchange.get("request_headers"), "content-type") or "").split(";")[0].strip()
    if content_type not in operation.content_types and "*/*" not in operation.content_types:
        yield "body", f"content type {content_type!r}, not one of {operation.content_types}"
    value, is_json = parsed(body)
    if not is_json:
        yield "body", "not JSON"
        return
    yield from schema_check.problems(description, operation.body, value, "body")


def check_response(description, operation, exchange):
    if exchange.get("fault"):
        return
    status = str(exchange["status"])
    schema = operation.responses.get(status, operation.responses.get("default"))
    if status not in operation.responses and "default" not in operation.responses:
        yield "status", status
        return
    if schema is None:
        return
    value, is_json = parsed(exchange.get("response_body"))
    if not is_json:
        yield "response", "not JSON"
        return
    # Azure DevOps puts every list into an envelope; its description shows the list alone.
    if description.swagger and schema.get("type") == "array" and isinstance(value, dict):
        if not isinstance(value.get("value"), list) or value.get("count") != len(value["value"]):
            yield "response", "a list needs \"count\" and \"value\" that agree"
            return
        value = value["value"]
    yield from schema_check.problems(description, schema, value, "response")


def check_exchange(description, exchange):
    url = urllib.parse.urlsplit(exchange["url"])
    method = exchange["method"]
    found = description.find(method, url.path)
    if not found:
        others = description.methods_of(url.path)
        what = f"only {', '.join(others)} there" if others else "unknown path"
        return [Violation(f"{method} {url.path}", "path", what)]
    pairs = urllib.parse.parse_qsl(url.query, keep_blank_values=True)
    outcomes = []
    for operation in found:
        problems = [*check_path(description, operation, url.path), *check_query(description, operation, pairs),
                    *check_body(description, operation, exchange), *check_response(description, operation, exchange)]
        outcomes.append([Violation(operation.name, where, message) for where, message in problems])
    return min(outcomes, key=len)


class Checker:
    """Loads descriptions as they are needed and counts what it sees."""

    def __init__(self, specs):
        self.specs = specs
        self.descriptions = {}
        self.checked = collections.Counter()  # by description
        self.excused = collections.Counter()  # by reason
        self.violations = collections.Counter()
        self.first_seen = {}

    def check(self, exchange, place):
        name = exchange["spec"]
        self.checked[name] += 1
        if name == "none":
            return
        if name not in descriptions.FILES:
            self._count(Violation(exchange["method"], "spec", f"no description is called {name!r}"), place)
            return
        if name not in self.descriptions:
            self.descriptions[name] = descriptions.load(self.specs, name)
        for violation in check_exchange(self.descriptions[name], exchange):
            reason = known_errors.excuse(name, violation)
            if reason:
                self.excused[reason] += 1
            else:
                self._count(violation, place)

    def _count(self, violation, place):
        self.violations[violation] += 1
        self.first_seen.setdefault(violation, place)

    def described(self):
        return sum(count for name, count in self.checked.items() if name != "none")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--specs", required=True, help="the folder of the descriptions")
    parser.add_argument("--at-least", type=int, default=1, help="fewer exchanges with a description are a failure")
    parser.add_argument("traffic", nargs="+")
    options = parser.parse_args(arguments)
    missing = [f for f in descriptions.FILES.values() if not (pathlib.Path(options.specs) / f).is_file()]
    if missing:
        print(f"SKIPPED: {options.specs} has no {', '.join(missing)}")
        return 77
    checker = Checker(options.specs)
    for file in options.traffic:
        with open(file, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    checker.check(json.loads(line), f"{file}:{number}")
    for violation, count in checker.violations.most_common(SHOWN):
        print(f"{checker.first_seen[violation]}: {violation}" + (f" ({count} times)" if count > 1 else ""))
    for reason, count in sorted(checker.excused.items()):
        print(f"excused {count} times: {reason}")
    print("exchanges: " + ", ".join(f"{name} {count}" for name, count in sorted(checker.checked.items()))
          + f"; violations: {sum(checker.violations.values())}")
    if checker.described() < options.at_least:
        print(f"too few: {options.at_least} exchanges with a description were expected")
        return 1
    return 1 if checker.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
