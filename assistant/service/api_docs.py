"""The page on `/docs`: the OpenAPI description as plain HTML, without scripts and without another host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

DOCS_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
}
_TYPES = {
    "array": "lijst",
    "boolean": "ja of nee",
    "integer": "geheel getal",
    "null": "null",
    "number": "getal",
    "object": "object",
    "string": "tekst",
}
_PAGE = """<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: de API</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem;
  overflow-wrap: anywhere; color: light-dark(#1c2a2f, #e7eeee); background: light-dark(#ffffff, #11181b); }}
a {{ color: light-dark(#0b5a68, #86d3dd); }}
pre, code {{ font-family: ui-monospace, monospace; }}
pre {{ white-space: pre-wrap; border: 1px solid; padding: .75rem; }}
h2 {{ margin-top: 2.5rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid; }}
@media (min-width: 20em) {{ thead th {{ overflow-wrap: normal; }} }}
</style>
</head>
<body>
<header><a href="/">Naar Wegwijs</a></header>
<main>
<h1>{title}: de API</h1>
<p>{summary} Dezelfde beschrijving voor programma's staat op <a href="/openapi.json">/openapi.json</a>.</p>
{keys}
{operations}
<h2>Objecten</h2>
{objects}
</main>
</body>
</html>
"""
_Json = Mapping[str, Any]


def docs_page(openapi: _Json) -> str:
    """Return an OpenAPI description as one HTML page."""
    schemas: _Json = openapi["components"]["schemas"]
    operations = [
        _operation(method, path, operation, schemas)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]
    objects = [_object(name, schema) for name, schema in schemas.items()]
    return _PAGE.format(
        title=escape(openapi["info"]["title"]),
        summary=escape(openapi["info"]["summary"]),
        keys="\n".join(_key(name, scheme) for name, scheme in openapi["components"].get("securitySchemes", {}).items()),
        operations="\n".join(operations),
        objects="\n".join(objects),
    )


def _key(name: str, scheme: _Json) -> str:
    header = "<code>Authorization: Bearer …</code>"
    return f"<p><strong>{escape(name.capitalize())}</strong> ({header}). {_words(scheme['description'])}</p>"


def _operation(method: str, path: str, operation: _Json, schemas: _Json) -> str:
    lines = [
        f"<h2><code>{method.upper()} {escape(path)}</code></h2>",
        f"<p><strong>{escape(operation['summary'])}</strong> {_words(operation['description'])}</p>",
    ]
    if body := operation.get("requestBody"):
        lines.extend(_message("U stuurt", body["content"]["application/json"]["schema"], schemas))
    for status, response in operation["responses"].items():
        content = response.get("content")
        if content is None:
            lines.append(f"<p>U krijgt: <code>{status}</code>, zonder inhoud</p>")
        elif "application/problem+json" in content:
            lines.append(f"<p><code>{status}</code> {_words(response['description'])} (object Problem)</p>")
        else:
            lines.extend(_message("U krijgt", _content_schema(content), schemas))
    return "\n".join(lines)


def _content_schema(content: _Json) -> _Json:
    """Return what a response holds, or what the data of each event holds when it can only be a stream."""
    if "application/json" in content:
        schema: _Json = content["application/json"]["schema"]
    else:
        schema = content["text/event-stream"]["itemSchema"]["properties"]["data"]["contentSchema"]
    return schema


def _message(intro: str, schema: _Json, schemas: _Json) -> Iterator[str]:
    yield f"<p>{intro}: {_type(schema)}</p>"
    for example in schemas.get(_name(schema), {}).get("examples", ()):
        yield f"<pre>{escape(json.dumps(example, ensure_ascii=False, indent=2))}</pre>"


def _object(name: str, schema: _Json) -> str:
    heading = f'<h3 id="{escape(name)}">{escape(name)}</h3>'
    if "properties" not in schema:
        return f"{heading}\n<p>{_type(schema)}</p>"
    rows = [
        f'<tr><th scope="row"><code>{escape(field)}</code></th><td>{_type(details)}</td>'
        f"<td>{_words(details.get('description', ''))}</td></tr>"
        for field, details in schema["properties"].items()
    ]
    return "\n".join(
        [
            heading,
            f"<p>{_words(schema['description'])}</p>",
            '<table><thead><tr><th scope="col">Veld</th><th scope="col">Soort</th><th scope="col">Betekenis</th></tr>',
            "</thead><tbody>",
            *rows,
            "</tbody></table>",
        ]
    )


def _words(text: str) -> str:
    """Return a description as HTML: what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _type(schema: _Json) -> str:
    if name := _name(schema):
        return f'<a href="#{escape(name)}">{escape(name)}</a>'
    if options := schema.get("anyOf"):
        return " of ".join(_type(option) for option in options)
    if values := schema.get("enum"):
        return ", ".join(f"<code>{escape(value)}</code>" for value in values)
    kind = _TYPES[schema["type"]]
    return f"{kind} van {_type(schema['items'])}" if "items" in schema else kind


def _name(schema: _Json) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
