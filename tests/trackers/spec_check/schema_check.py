"""Values against schemas: JSON bodies, and texts of paths and queries."""
import re

import jsonschema

# With or without a colon in the offset: Jira writes "+0000".
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
FORMATS = {
    "date-time": DATE_TIME,
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
}
RANGES = {"int32": 2**31, "int64": 2**63}

checker = jsonschema.FormatChecker(formats=())
for _name, _pattern in FORMATS.items():
    checker.checks(_name)(lambda value, p=_pattern: not isinstance(value, str) or bool(p.fullmatch(value)))
for _name, _limit in RANGES.items():
    checker.checks(_name)(lambda value, m=_limit: isinstance(value, bool) or not isinstance(value, int) or -m <= value < m)


def problems(description, schema, value, where):
    """(place, message) for everything in `value` that the schema does not allow."""
    whole = {"allOf": [schema], "definitions": description.definitions}
    for error in jsonschema.Draft7Validator(whole, format_checker=checker).iter_errors(value):
        if error.validator == "enum" and description.ignore_case and isinstance(error.instance, str):
            if error.instance.lower() in (str(e).lower() for e in error.validator_value):
                continue
        # Nothing said and null are the same there.
        if description.swagger and error.instance is None:
            continue
        yield place(where, error.absolute_path), shortened(error)
    for path in unknown_members(description, schema, value, ()):
        yield place(where, path), "unknown member"


def place(where, path):
    # Positions in lists and names in maps vary; what counts is the member.
    return where + "".join("/*" if isinstance(step, int) else f"/{step}" for step in path)


def shortened(error):
    if error.validator == "required":
        return error.message
    if error.validator in ("anyOf", "oneOf"):
        return "fits none of the shapes"
    shown = repr(error.instance)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    wanted = error.validator_value if isinstance(error.validator_value, (str, int, list)) else ""
    return f"{shown} does not fit {error.validator} {wanted}".rstrip()


def parts(description, schema):
    """The schema and all that it is composed of."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield from parts(description, description.definitions[schema["$ref"].rsplit("/", 1)[1]])
        return
    yield schema
    for word in ("allOf", "anyOf"):
        for part in schema.get(word, []):
            yield from parts(description, part)


def unknown_members(description, schema, value, path):
    """Members that no part of the schema names, where the schema names members and does not open itself."""
    pieces = list(parts(description, schema))
    if isinstance(value, list):
        items = [p["items"] for p in pieces if isinstance(p.get("items"), dict)]
        if len(items) == 1:
            for index, element in enumerate(value):
                yield from unknown_members(description, items[0], element, path + (index,))
        return
    if not isinstance(value, dict):
        return
    named = {}
    for piece in pieces:
        named.update(piece.get("properties", {}))
    others = next((p["additionalProperties"] for p in pieces if p.get("additionalProperties") not in (None, False)), None)
    for name, member in value.items():
        if name in named:
            yield from unknown_members(description, named[name], member, path + (name,))
        elif others is not None:
            if isinstance(others, dict):
                yield from unknown_members(description, others, member, path + ("*",))
        elif named:
            yield path + (name,)


def text_problem(parameter, text, ignore_case):
    """What is wrong with the text of a parameter, or None."""
    if parameter.type == "array":
        # Repeated, or with commas between: both are understood.
        return next((p for part in text.split(",") if (p := text_problem(parameter.item, part, ignore_case))), None)
    if parameter.type == "integer":
        limit = RANGES.get(parameter.format, 2**63)
        if not re.fullmatch(r"-?\d+", text) or not -limit <= int(text) < limit:
            return f"{text!r} is no {parameter.format or 'integer'}"
    elif parameter.type == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return f"{text!r} is no number"
    elif parameter.type == "boolean" and text.lower() not in ("true", "false"):
        return f"{text!r} is no boolean"
    elif parameter.enum:
        known = [str(e) for e in parameter.enum]
        if text not in known and not (ignore_case and text.lower() in (k.lower() for k in known)):
            return f"{text!r} is none of {known}"
    elif parameter.format in FORMATS and not FORMATS[parameter.format].fullmatch(text):
        return f"{text!r} is no {parameter.format}"
    elif parameter.name == "api-version" and not re.fullmatch(r"\d+\.\d+(-preview(\.\d+)?)?", text):
        return f"{text!r} is no version"
    return None
