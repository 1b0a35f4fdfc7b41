"""Where the official descriptions differ from what the services really do.

Keep it small: each row needs a reason that can be looked up, in the services' own examples or documentation.
"""
import re

# (description, operation, where, message, reason); the first four are regular expressions that match whole.
ROWS = [
    ("azure-.*", ".*", "status", "(4|5)..", "only successful answers are described; errors have a common shape"),
    ("azure-.*", ".*", "status", "203", "a wrong token gets the sign-in page as a success"),
    ("azure-wit", "POST .*|PUT .*/attachments/.*", "status", "201",
     "the examples answer 201 where something is made, the description knows only 200"),
    ("azure-wit", "DELETE .*", "status", "204", "the examples answer 204 to deletions, the description knows only 200"),
    ("azure-wit", "GET .*/recyclebin.*", r"response(/\*)?/id", ".* does not fit type integer",
     "the recycle bin writes ids as texts in the examples"),
    ("jira-v3", ".*", r"response/.*items/\*/(from|fromString|to|toString)", "None does not fit type string",
     "the description's own example of GET changelog has nulls there"),
    ("jira-agile", "GET .*/configuration", r"response/location(/.*)?", ".*",
     "real boards say key, id, self and name there instead of projectKeyOrId"),
    ("jira-.*", ".*", "status", "401|403|404|405|410|429|500|502|503|504",
     "the site's front answers these on every path, described or not"),
]

# Definitions that are plainly something else, by name.
SCHEMAS = {
    # Described as an object with a member "links"; the examples are maps from a relation to {"href"}.
    "ReferenceLinks": {"type": "object", "additionalProperties": {
        "anyOf": [{"$ref": "#/definitions/_Href"}, {"type": "array", "items": {"$ref": "#/definitions/_Href"}}]}},
}
HREF = {"type": "object", "required": ["href"], "properties": {"href": {"type": "string"}}}

_COMPILED = [tuple(re.compile(p) for p in row[:4]) + (row[4],) for row in ROWS]


def excuse(description, violation):
    """The reason why a violation is none, or None."""
    for spec, operation, where, message, reason in _COMPILED:
        if (spec.fullmatch(description) and operation.fullmatch(violation.operation)
                and where.fullmatch(violation.where) and message.fullmatch(violation.message)):
            return reason
    return None
