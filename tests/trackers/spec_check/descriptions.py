"""Official API descriptions (OpenAPI 3, Swagger 2), read into operations with JSON Schemas.

Only what is needed to hold traffic against them: paths, parameters, bodies, documented answers.
"""
import dataclasses
import json
import pathlib
import re

import known_errors

FILES = {
    "jira-v3": "jira-cloud-platform-v3.openapi.json",
    "jira-agile": "jira-software-agile-1.0.openapi.json",
    "azure-wit": "azure-devops-wit-7.2.swagger.json",
    "azure-work": "azure-devops-work-7.2.swagger.json",
}
METHODS = ("get", "head", "post", "put", "patch", "delete")


@dataclasses.dataclass
class Parameter:
    name: str
    required: bool
    type: str  # "string", "integer", "number", "boolean", "array", "object"
    format: str
    enum: list
    item: "Parameter | None" = None


@dataclasses.dataclass
class Operation:
    method: str
    template: str
    pattern: re.Pattern
    literals: int  # segments of the path that are no parameters; the most specific operation is meant
    path: dict
    query: dict
    body: dict | None  # a schema; None: no body is described
    body_required: bool
    content_types: list
    responses: dict  # status or "default" → schema or None

    @property
    def name(self):
        return f"{self.method.upper()} {self.template}"


class Description:
    def __init__(self, document, ignore_case):
        self.ignore_case = ignore_case  # of paths, parameter names and enumerations
        schemas = document.get("definitions") or document.get("components", {}).get("schemas", {})
        self.definitions = {name: to_json_schema(schema, "swagger" in document) for name, schema in schemas.items()}
        self.definitions.update({name: s for name, s in known_errors.SCHEMAS.items() if name in self.definitions})
        self.definitions["_Href"] = known_errors.HREF
        self.operations = []
        self.shared = document.get("parameters") or document.get("components", {}).get("parameters", {})
        self.swagger = "swagger" in document
        for paths in (document.get("paths", {}), document.get("x-ms-paths", {})):
            for template, methods in paths.items():
                for method in METHODS:
                    if method in methods:
                        self._add(template, method, methods[method], methods.get("parameters", []))

    def _add(self, template, method, described, common):
        template = template.split("?")[0]
        parameters = [self._resolved(p) for p in common + described.get("parameters", [])]
        path = {p["name"]: self._parameter(p) for p in parameters if p["in"] == "path"}
        query = {self.key(p["name"]): self._parameter(p) for p in parameters if p["in"] == "query"}
        body, body_required, content_types = self._body(parameters, described)
        responses = {status: self._response(answer) for status, answer in described.get("responses", {}).items()}
        optional = {p["name"] for p in parameters if p["in"] == "path" and p.get("x-ms-required") is False}
        for variant in variants(template, optional):
            self.operations.append(Operation(
                method, variant, path_pattern(variant, self.ignore_case),
                sum("{" not in segment for segment in variant.split("/")),
                path, query, body, body_required, content_types, responses))

    def key(self, name):
        return name.lower() if self.ignore_case else name

    def _resolved(self, parameter):
        reference = parameter.get("$ref")
        return self.shared[reference.rsplit("/", 1)[1]] if reference else parameter

    def _parameter(self, described):
        schema = described.get("schema", described)
        item = schema.get("items")
        return Parameter(described.get("name", ""), bool(described.get("required")), schema.get("type", "string"),
                         schema.get("format", ""), schema.get("enum", []), self._parameter(item) if item else None)

    def _body(self, parameters, described):
        if self.swagger:
            for parameter in parameters:
                if parameter["in"] == "body":
                    return (to_json_schema(parameter["schema"], True), bool(parameter.get("required")),
                            described.get("consumes", ["application/json"]))
            return None, False, []
        body = described.get("requestBody")
        if body is None:
            return None, False, []
        content = body.get("content", {})
        schema = next((c.get("schema", {}) for c in content.values()), {})
        return to_json_schema(schema, False), bool(body.get("required")), list(content)

    def _response(self, answer):
        schema = answer.get("schema")
        if schema is None:
            schema = next((c["schema"] for c in answer.get("content", {}).values() if "schema" in c), None)
        return None if schema is None else to_json_schema(schema, self.swagger)

    def find(self, method, path):
        """The most specific operations for a path; several where descriptions tell one operation in parts."""
        found = [o for o in self.operations if o.method == method.lower() and o.pattern.fullmatch(path)]
        most = max((o.literals for o in found), default=0)
        return [o for o in found if o.literals == most]

    def methods_of(self, path):
        return sorted({o.method.upper() for o in self.operations if o.pattern.fullmatch(path)})


def variants(template, optional):
    """The template with and without each segment that may be left out."""
    result = [template]
    for name in optional:
        segment = "/{" + name + "}"
        result += [t.replace(segment, "", 1) for t in result if segment in t]
    return result


def path_pattern(template, ignore_case):
    pattern = ""
    for part in re.split(r"(\{[^}]+\})", template):
        if part == "{path}":  # of a node in a tree: several segments
            pattern += "(?P<path>.+)"
        elif part.startswith("{"):
            pattern += f"(?P<{re.sub(r'[^A-Za-z0-9_]', '_', part[1:-1])}>[^/]+)"
        else:
            pattern += re.escape(part)
    return re.compile(pattern + "/?", re.IGNORECASE if ignore_case else 0)


def to_json_schema(schema, swagger):
    """An OpenAPI schema as JSON Schema draft 7 with references into #/definitions."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": "#/definitions/" + schema["$ref"].rsplit("/", 1)[1]}
    # "An object" of which nothing is said is how the Swagger descriptions write "any value".
    if swagger and schema.get("type") == "object" and not set(schema) & {"properties", "allOf", "additionalProperties"}:
        return {}
    result = {}
    for word, value in schema.items():
        if word in ("properties",):
            result[word] = {name: to_json_schema(s, swagger) for name, s in value.items()}
        elif word in ("items", "additionalProperties", "not"):
            result[word] = to_json_schema(value, swagger)
        elif word in ("allOf", "anyOf", "oneOf"):
            result[word] = [to_json_schema(s, swagger) for s in value]
        elif word in ("type", "enum", "required", "format", "pattern", "minimum", "maximum", "minLength", "maxLength",
                      "minItems", "maxItems", "uniqueItems"):
            result[word] = value
    # A list said to be an object (JSON Patch documents).
    if any(isinstance(s, dict) and s.get("type") == "array" for s in result.get("allOf", [])):
        result.pop("type", None)
    # oneOf there means "one of these shapes"; shapes without required members overlap.
    if "oneOf" in result:
        result["anyOf"] = result.pop("oneOf")
    if schema.get("nullable"):
        return {"anyOf": [result, {"type": "null"}]}
    return result


def load(folder, name):
    # The Swagger files begin with a byte order mark.
    text = (pathlib.Path(folder) / FILES[name]).read_text(encoding="utf-8-sig")
    return Description(json.loads(text), ignore_case=name.startswith("azure"))
