"""The HTML of inputs, written here: a template for each input and each of two hundred choices is what makes a form slow.

`WRITERS` stand in for the templates of Django's widgets, by name and with the same context, and write what those write.
"""

import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


def safe(words: object) -> str:
    """Words as they stand in a page: escaped, unless they are markup already."""
    text = words if isinstance(words, str) else str(words)
    return text if isinstance(text, SafeString) else html.escape(text)


def attributes(attrs: Mapping[str, Any]) -> str:
    """The attributes of a tag; True stands without a value, False does not stand."""
    return "".join(
        f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


def entry(widget: Widget) -> str:
    """An <input>; of one of several choices it is the box, without its words."""
    value = "" if widget["value"] is None else f' value="{html.escape(str(widget["value"]))}"'
    name = html.escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    words = safe(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{html.escape(widget["name"])}"{attributes(widget["attrs"])}>\n{words}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(
        f'\n  <optgroup label="{safe(name)}">{_options(some)}\n  </optgroup>' if name else _options(some)
        for name, some, _place in widget["optgroups"]
    )
    return f'<select name="{html.escape(widget["name"])}"{attributes(widget["attrs"])}>{groups}\n</select>'


def _options(some: Iterable[Widget]) -> str:
    return "".join(
        f'\n  <option value="{html.escape(str(one["value"]))}"{attributes(one["attrs"])}>{safe(one["label"])}</option>'
        for one in some
    )


_INPUTS = (
    "input",
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "checkbox",
    "file",
)
WRITERS: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": entry for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
