"""Examples for the OpenAPI document, made of its own schemas.

What a schema says for itself (examples, enumerations, defaults) comes first; else a field's name
chooses a value of one story, so that the page reads like the site.
"""

from typing import Any

_BY_NAME: dict[str, Any] = {
    "slug": "two-sum",
    "problem": "two-sum",
    "title": "두 수의 합",
    "username": "minsu",
    "display_name": "김민수",
    "name": "sample",
    "language": "python3",
    "source": "a, b = map(int, input().split())\nprint(a + b)\n",
    "statement_language": "ko",
    "time_zone": "Asia/Seoul",
    "email": "minsu@example.com",
    "code": "not_found",
    "message": "There is no such thing, or you may not open it.",
    "token": "cdt_…",
    "beginning": "cdt_4fK9aX",
    "next_cursor": "WzQyXQ",
    "html": "<p>…</p>",
    "statement_html": "<p>두 수의 합을 구하시오.</p>",
    "colour": "#2f9e44",
    "label": "A",
}
_BY_FORMAT = {
    "date-time": "2026-03-02T09:00:00Z",
    "date": "2026-03-02",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "binary": "",
}
_MAX_DEPTH = 8


def example_of(schema: dict[str, Any], schemas: dict[str, Any], name: str = "") -> Any:
    """A value that ``schema`` allows; ``schemas`` are those that it may refer to."""
    return _example(schema, schemas, name, 0)


def _example(schema: dict[str, Any], schemas: dict[str, Any], name: str, depth: int) -> Any:
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name, depth)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            options = [one for one in schema[key] if one.get("type") != "null"]
            return _example(options[0] if options else schema[key][0], schemas, name, depth)
    if schema.get("type") == "object" or "properties" in schema:
        return _object(schema, schemas, depth)
    if schema.get("type") == "array":
        count = max(1, schema.get("minItems", 0))
        if depth >= _MAX_DEPTH:
            return []
        return [_example(schema.get("items", {}), schemas, name, depth + 1)] * count
    return _scalar(schema, name)


def _object(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> dict[str, Any]:
    properties: dict[str, Any] = schema.get("properties", {})
    required = set(schema.get("required", ()))
    return {
        key: _example(one, schemas, key, depth + 1)
        for key, one in properties.items()
        if depth < _MAX_DEPTH or key in required
    }


def _scalar(schema: dict[str, Any], name: str) -> Any:
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        lowest = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        return min(max(lowest, 1), schema.get("maximum", lowest + 1))
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    if kind != "string":
        return {}
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    text = str(_BY_NAME.get(name, "text"))[: schema.get("maxLength", 10_000)]
    return text.ljust(schema.get("minLength", 0), "x")
