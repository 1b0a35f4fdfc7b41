"""The checker itself: traffic with planted violations, and the services' own examples.

    test_check_traffic.py [--specs FOLDER --examples FOLDER]

Without the folders only the planted violations are looked at, against two small descriptions made here.
"""
import argparse
import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

import check_traffic
import descriptions

OPENAPI = {
    "openapi": "3.0.1",
    "paths": {
        "/rest/api/3/thing/{id}": {
            "get": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "format": "int64"}},
                    {"name": "expand", "in": "query", "schema": {"type": "array", "items": {
                        "type": "string", "enum": ["names", "links"]}}},
                    {"name": "since", "in": "query", "required": True, "schema": {"type": "string", "format": "date-time"}}],
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                              "404": {"description": "none"}}},
            "put": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "requestBody": {"required": True, "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {"204": {"description": "done"}}}},
        "/rest/api/3/thing/names": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {
            "type": "array", "items": {"type": "string"}}}}}}}}},
    "components": {"schemas": {
        "Base": {"type": "object", "properties": {"self": {"type": "string"}}},
        "Thing": {"type": "object", "required": ["name"], "allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {
            "name": {"type": "string", "maxLength": 10},
            "size": {"type": "integer", "format": "int32"},
            "owner": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/Base"}]},
            "fields": {"type": "object", "additionalProperties": {}}}}}},
}
SWAGGER = {
    "swagger": "2.0",
    "parameters": {"version": {"name": "api-version", "in": "query", "required": True, "type": "string"}},
    "paths": {
        "/{organization}/{project}/_apis/wit/items": {"get": {
            "parameters": [
                {"name": "organization", "in": "path", "required": True, "type": "string"},
                {"name": "project", "in": "path", "required": True, "x-ms-required": False, "type": "string"},
                {"name": "$top", "in": "query", "type": "integer", "format": "int32"},
                {"$ref": "#/parameters/version"}],
            "responses": {"200": {"schema": {"type": "array", "items": {"$ref": "#/definitions/Item"}}}}}},
        "/{organization}/_apis/wit/items/{id}": {"patch": {
            "consumes": ["application/json-patch+json"],
            "parameters": [
                {"name": "organization", "in": "path", "required": True, "type": "string"},
                {"name": "id", "in": "path", "required": True, "type": "integer"},
                {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Patch"}},
                {"$ref": "#/parameters/version"}],
            "responses": {"200": {"schema": {"$ref": "#/definitions/Item"}}}}}},
    "definitions": {
        "Item": {"type": "object", "properties": {"id": {"type": "integer"}, "value": {"type": "object"},
                                                  "state": {"enum": ["open", "shut"]}}},
        "Patch": {"type": "object", "properties": {}, "allOf": [{"type": "array", "items": {"$ref": "#/definitions/Op"}}]},
        "Op": {"type": "object", "properties": {"op": {"enum": ["add", "test"]}, "path": {"type": "string"},
                                                "value": {"type": "object"}}}},
}
THING = "/rest/api/3/thing/7"
SINCE = "?since=2026-01-02T03:04:05.000%2B0000"
JSON = {"Content-Type": "application/json"}


def exchange(spec, method, url, status=200, response=None, body=None, headers=None, **more):
    return {"spec": spec, "method": method, "url": url, "request_headers": headers or {}, "request_body": body,
            "status": status, "response_body": response} | more


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, file in descriptions.FILES.items():
            text = json.dumps(SWAGGER if name.startswith("azure") else OPENAPI)
            (self.folder / file).write_text("\ufeff" + text, encoding="utf-8")

    def violations(self, *exchanges):
        checker = check_traffic.Checker(self.folder)
        for one in exchanges:
            checker.check(one, "here")
        return sorted(f"{v.where}: {v.message}" for v in checker.violations)


class Jira(Folder):
    def check(self, expected, method, url, **more):
        self.assertEqual(self.violations(exchange("jira-v3", method, url, **more)), expected)

    def test_what_holds(self):
        thing = {"self": "x", "name": "a", "size": 3, "owner": None, "fields": {"anything": [1, {"at": "all"}]}}
        self.check([], "GET", THING + SINCE, response=thing)
        self.check([], "GET", "https://site.example" + THING + SINCE + "&expand=names,links", response=json.dumps(thing))
        self.check([], "GET", THING + SINCE + "&expand=names&expand=links", status=404)
        self.check([], "PUT", THING, status=204, body=thing, headers=JSON)
        self.check([], "GET", "/rest/api/3/thing/names", response=["a"])

    def test_paths(self):
        self.check(["path: unknown path"], "GET", "/rest/api/3/thong/7")
        self.check(["path: only GET, PUT there"], "DELETE", THING)
        self.check(["path id: 'x7' is no int64"], "GET", "/rest/api/3/thing/x7" + SINCE, response={"name": "a"})

    def test_queries(self):
        good = {"response": {"name": "a"}}
        self.check(["query since: required parameter is missing", "query sinse: unknown parameter"],
                   "GET", THING + "?sinse=1", **good)
        self.check(["query since: 'yesterday' is no date-time"], "GET", THING + "?since=yesterday", **good)
        self.check(["query expand: 'all' is none of ['names', 'links']"], "GET", THING + SINCE + "&expand=names,all", **good)
        self.check(["query since: given more than once"], "GET", THING + SINCE + "&" + SINCE[1:], **good)

    def test_bodies(self):
        def put(expected, body, headers=None):
            self.check(expected, "PUT", THING, status=204, body=body, headers=headers or JSON)
        put(["body: required body is missing"], None)
        put(["body: 'name' is a required property"], {})
        put(["body/name: 7 does not fit type string"], {"name": 7})
        put(["body/name: 'abcdefghijk' does not fit maxLength 10"], {"name": "abcdefghijk"})
        put(["body/size: 3000000000 does not fit format int32"], {"name": "a", "size": 3_000_000_000})
        put(["body/colour: unknown member", "body/owner/colour: unknown member"],
            {"name": "a", "colour": 1, "owner": {"colour": 1}})
        put(["body/self: None does not fit type string"], {"name": "a", "self": None})
        put(["body: not JSON"], "{")
        put(["body: content type 'text/plain', not one of ['application/json']"], {"name": "a"},
            {"content-type": "text/plain; charset=utf-8"})
        self.check(["body: there is no body in this request"], "GET", THING + SINCE, body={}, response={"name": "a"})

    def test_answers(self):
        self.check(["status: 418"], "GET", THING + SINCE, status=418)
        self.check([], "GET", THING + SINCE, status=429)
        self.check(["response: not JSON"], "GET", THING + SINCE, response='{"name"')
        self.check(["response/name: [] does not fit type string"], "GET", THING + SINCE, response={"name": []})
        self.check(["response/nme: unknown member"], "GET", THING + SINCE, response={"name": "a", "nme": 1})
        self.check(["response/*: 1 does not fit type string"], "GET", "/rest/api/3/thing/names", response=[1, 1])
        self.check([], "GET", THING + SINCE, response='{"name"', fault=True)
        self.check(["query since: required parameter is missing"], "GET", THING, response='{"name"', fault=True)


class Azure(Folder):
    ITEMS = "/contoso/shop/_apis/wit/items?api-version=7.1"

    def check(self, expected, method, url, **more):
        self.assertEqual(self.violations(exchange("azure-wit", method, url, **more)), expected)

    def test_what_holds(self):
        envelope = {"count": 2, "value": [{"id": 1, "value": 3, "state": "Open"}, {"id": 2, "value": None, "state": None}]}
        self.check([], "GET", self.ITEMS, response=envelope)
        self.check([], "GET", "/contoso/_apis/WIT/Items?API-Version=7.1-preview.2&%24Top=5", response=envelope)
        self.check([], "GET", self.ITEMS, status=404, response={"message": "no"})
        self.check([], "PATCH", "/contoso/_apis/wit/items/5?api-version=7.1", response={"id": 5},
                   body=[{"op": "Test", "path": "/rev", "value": 5}],
                   headers=[["Content-Type", "application/json-patch+json"]])

    def test_violations(self):
        self.check(["query api-version: required parameter is missing"], "GET", "/contoso/_apis/wit/items",
                   response={"count": 0, "value": []})
        self.check(["query api-version: 'latest' is no version"], "GET", "/contoso/_apis/wit/items?api-version=latest",
                   response={"count": 0, "value": []})
        self.check(["query $top: 'many' is no int32"], "GET", self.ITEMS + "&$top=many", response={"count": 0, "value": []})
        self.check(['response: a list needs "count" and "value" that agree'], "GET", self.ITEMS,
                   response={"count": 3, "value": []})
        self.check(["response/*/state: 'ajar' does not fit enum ['open', 'shut']"], "GET", self.ITEMS,
                   response={"count": 1, "value": [{"state": "ajar"}]})
        self.check(["status: 302"], "GET", self.ITEMS, status=302)
        self.check(["body/*/op: 'put' does not fit enum ['add', 'test']", "body/*/pth: unknown member",
                    "body: content type 'application/json', not one of ['application/json-patch+json']"], "PATCH",
                   "/contoso/_apis/wit/items/5?api-version=7.1", response={}, body=[{"op": "put", "pth": ""}], headers=JSON)


class Program(Folder):
    def run_on(self, *exchanges, specs=None, more=()):
        traffic = self.folder / "traffic.jsonl"
        traffic.write_text("".join(json.dumps(e) + "\n" for e in exchanges))
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = check_traffic.main(["--specs", str(specs or self.folder), *more, str(traffic)])
        return status, out.getvalue()

    def test_says_what_and_where(self):
        status, out = self.run_on(exchange("none", "GET", "/x"), exchange("jira-v3", "GET", THING, status=404))
        self.assertEqual(status, 1)
        self.assertIn("traffic.jsonl:2: GET /rest/api/3/thing/{id}: query since: required parameter is missing", out)
        self.assertIn("exchanges: jira-v3 1, none 1; violations: 1", out)

    def test_nothing_checked_is_a_failure(self):
        self.assertEqual(self.run_on(exchange("none", "GET", "/x"))[0], 1)
        self.assertEqual(self.run_on(exchange("jira-v3", "GET", THING + SINCE, status=404))[0], 0)
        self.assertEqual(self.run_on(exchange("jira-v3", "GET", THING + SINCE, status=404), more=["--at-least", "2"])[0], 1)

    def test_unknown_description(self):
        self.assertEqual(self.run_on(exchange("jira-v4", "GET", THING))[0], 1)

    def test_absent_descriptions_are_said(self):
        status, out = self.run_on(specs=self.folder / "nowhere")
        self.assertEqual(status, 77)
        self.assertIn("SKIPPED", out)


# Folders of the examples whose operations Stint uses, and the examples there that are not what they seem.
EXAMPLES = {
    "azure-wit": ["wit/7.1/httpExamples/" + f for f in (
        "classificationNodes", "fields", "recycleBin", "tags", "updates", "wiql", "workItemTypeStates", "workItemTypes",
        "workItems", "workItemsBatch")],
    "azure-work": ["work/7.1/httpExamples/" + f for f in (
        "backlogConfiguration", "boardColumns", "capacities", "columns", "iterations", "teamsettings")],
}
ODD = {
    "GET__wit_recyclebin__id_.json": "members with capitals, of an old version",
    "GET__list_of_workitem_updates_projectscope.json": "an identity in the place of a name",
    "GET__wit_get_id_workitems.json": "lacks its method, POST",
    "GET__work_teamsettings_iterations__iterationId__capacities.json": "the list of an older version",
    "PUT__work_teamsettings_iterations_iterationId_capacities.json": "only its content type is not told",
    "PUT__work_boards__boardName__columns.json": "only its content type is not told",
    "DELETE__work_teamsettings_iterations__iterationId_.json": "204 for 200",
    "GET__work_teamsettings_iterations__timeframe-_timeframe_.json": "its count is wrong",
    "POST__work_teamsettings_iterations.json": "201 for 200",
}


class OfficialExamples(unittest.TestCase):
    specs = examples = None

    def setUp(self):
        if self.specs is None or not pathlib.Path(self.specs).is_dir() or not pathlib.Path(self.examples).is_dir():
            self.skipTest("the descriptions and examples are not there")

    def test_examples_hold(self):
        seen, odd = 0, set()
        for spec, folders in EXAMPLES.items():
            for file in sorted(f for folder in folders for f in (pathlib.Path(self.examples) / folder).glob("*.json")):
                example = json.loads(file.read_text(encoding="utf-8-sig"))
                url = example.get("x-ms-vss-request-url")
                if url is None:
                    continue
                body = example["parameters"].get("body")
                kind = "application/json-patch+json" if isinstance(body, list) else "application/json"
                for status, answer in example["responses"].items():
                    checker = check_traffic.Checker(self.specs)
                    checker.check(exchange(spec, example.get("x-ms-vss-request-method") or file.name.split("_")[0],
                                           url.strip(), int(status), answer.get("body"), body, {"content-type": kind}), file)
                    # Many examples leave the version out.
                    left = [v for v in checker.violations if v.where != "query api-version"]
                    seen += 1
                    if left and file.name in ODD:
                        odd.add(file.name)
                        continue
                    self.assertEqual([], left, file)
        self.assertGreater(seen, 60)
        self.assertEqual(odd, set(ODD))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--specs")
    parser.add_argument("--examples")
    options, rest = parser.parse_known_args()
    OfficialExamples.specs, OfficialExamples.examples = options.specs, options.examples
    unittest.main(argv=[sys.argv[0], *rest])
