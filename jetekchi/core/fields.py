"""A form field with its label, hint and errors, wired for screen readers; written in one piece, like its input."""

from collections.abc import Iterable
from typing import Any

from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jetekchi.core import forms
from jetekchi.core.inputs import entry, safe


def drawn(bound: BoundField, *, label: str = "", hint: str = "", css: str = "", kind: str = "") -> SafeString:
    """The field in the shape of its kind (`forms.field_kind`), or in the one that is asked for."""
    shape = kind or forms.field_kind(bound)
    if shape == "hidden":
        return bound.as_widget()
    css = f"field {safe(css)}{' bad' if bound.errors else ''}"
    name = capfirst(safe(label or bound.label))
    if shape == "check":
        return SafeString(_check(bound, name, _hint(bound, hint), css))
    name += _optional(bound)
    if shape in ("chips", "picker", "parts"):
        return SafeString(_group(bound, name, _hint(bound, hint), css, shape))
    return SafeString(_plain(bound, name, _hint(bound, hint), css))


def errors(bound: BoundField) -> SafeString:
    """What is wrong with the field; stands above its input."""
    if not bound.errors:
        return SafeString("")
    lines = "".join(f'<p class="err">{safe(error)}</p>' for error in bound.errors)
    return SafeString(f'<div id="{safe(bound.auto_id)}_error">{lines}</div>')


def widget(bound: BoundField) -> SafeString:
    """The input itself, in our clothes; dates and times become the browser's own."""
    attrs: dict[str, Any] = {}
    if forms.field_kind(bound) in ("plain", "file", "parts"):
        attrs["class"] = f"input {bound.field.widget.attrs.get('class', '')}".strip()
    is_text = bound.field.widget.__class__.__name__ == "Textarea"
    if is_text and "data-behaviour" not in bound.field.widget.attrs:
        attrs["data-behaviour"] = "autosize"
    return bound.as_widget(widget=forms.native(bound.field.widget), attrs=attrs)


def _hint(bound: BoundField, hint: str) -> str:
    words = safe(hint) if hint else bound.help_text
    return f'<p class="hint" id="{safe(bound.auto_id)}_helptext">{words}</p>' if words else ""


def _optional(bound: BoundField) -> str:
    """Said in forms that are posted: who searches need fill in nothing; what may wait (`later`) is asked for in the end."""
    may_wait = bound.name in getattr(bound.form, "later", ())
    if bound.field.required or may_wait or getattr(bound.form, "is_search", False):
        return ""
    return f' <span class="optional">{_("(optional)")}</span>'


def _check(bound: BoundField, name: str, hint: str, css: str) -> str:
    words = f"{widget(bound)}<span>{name}</span>"
    label = f'<label class="check" for="{safe(bound.id_for_label)}">{words}</label>'
    return f'<div class="{css}">{errors(bound)}{label}{hint}</div>'


def _plain(bound: BoundField, name: str, hint: str, css: str) -> str:
    made = str(widget(bound))
    if bound.widget_type == "password":
        shows = 'type="button" data-behaviour="show-password" aria-pressed="false" hidden'
        made = f'<div class="with-btn">{made}<button class="btn" {shows}>{_("Show")}</button></div>'
    label = f'<label for="{safe(bound.id_for_label)}">{name}</label>'
    return f'<div class="{css}">{label}{errors(bound)}{made}{hint}</div>'


def _group(bound: BoundField, name: str, hint: str, css: str, shape: str) -> str:
    told = f' aria-describedby="{safe(bound.aria_describedby)}"' if bound.aria_describedby else ""
    body = {"chips": _chips, "picker": _picker, "parts": _parts}[shape](bound)
    return f'<fieldset class="{css}"{told}><legend>{name}</legend>{hint}{errors(bound)}{body}</fieldset>'


def _parts(bound: BoundField) -> str:
    return f'<div class="row">{widget(bound)}</div>'


def _chips(bound: BoundField) -> str:
    lines = (f'<label class="chip" for="{key}">{box}{words}</label>' for key, box, words in _choices(bound))
    return f'<div class="chips">{"".join(lines)}</div>'


def _picker(bound: BoundField) -> str:
    lines = (
        f'<li><label for="{key}">{box}<span>{words}</span></label></li>'
        for key, box, words in _choices(bound)
    )
    return render_to_string("components/picker.html", {"choices": SafeString("".join(lines))})


def _choices(bound: BoundField) -> Iterable[tuple[str, str, str]]:
    """Of each choice the key, the box and the words."""
    for one in bound.subwidgets:
        yield safe(one.id_for_label), entry(one.data), safe(one.choice_label)
