"""The pieces pages are built of. How each is used, with an example: templates/components/README.md."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField, BoundWidget
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jetekchi.core import fields, icons, inputs, sparks
from jetekchi.core.inputs import safe
from jetekchi.core.narrowed import narrowed_by

register = template.Library()


class Chip(Protocol):
    """What a chip shows: its words, its page, its dye and the same in words."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def css(self) -> str: ...
    @property
    def words(self) -> str: ...


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A drawing of the sprite; give a label only when no word stands beside it."""
    return _icon(static("icons.svg"), name, label, css)


@lru_cache(maxsize=1000)
def _icon(sprite: str, name: str, label: str, css: str) -> SafeString:
    href = f"{sprite}#{icons.symbol_id(name)}"
    classes = f"i {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_tag
def brand_sign() -> SafeString:
    """The sign of the product, on a page whose other drawings come from the sprite too."""
    return format_html(
        '<svg aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), icons.BRAND_ID
    )


@register.simple_tag
def menu(sections: Sequence[Mapping[str, Any]], more: bool = False) -> SafeString:
    """The places of the menu under their titles; `more`: those that found no room in the bar of a phone, as one list."""
    places = tuple(
        (
            str(section["title"] or ""),
            tuple(tuple(item[name] for name in _PLACE) for item in section["items"]),
        )
        for section in sections
    )
    return _menu(static("icons.svg"), places, more)


_PLACE = ("title", "url", "icon", "count", "is_current", "is_core")


@lru_cache(maxsize=500)
def _menu(
    sprite: str, sections: tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...], more: bool
) -> SafeString:
    """Kept by what it shows: the same on every page of the same kind of person, and a third of what a page is made of."""
    found = [
        (title, [place for place in (dict(zip(_PLACE, item, strict=True)) for item in items)
                 if not (more and place["is_core"])])
        for title, items in sections
    ]  # fmt: skip
    return _render("menu", sections=found, more=more)


@register.simple_tag(takes_context=True)
def account_menu(context: template.Context) -> SafeString:
    """Own page, help, theme, language, sign-out. Kept by what it shows; the token and the address are of this page."""
    shell, request = context["shell"], context["request"]
    parts = tuple(str(shell.get(name) or "") for name in ("profile_url", "help_url", "theme_url", "theme"))
    made = _account_menu(get_language() or "", *parts)
    made = made.replace(_TOKEN, escape(str(context["csrf_token"])))
    return SafeString(made.replace(_NEXT, escape(request.get_full_path() or "/")))


# What stands in the kept menu in their place.
_TOKEN, _NEXT = "token-of-the-page", "address-of-the-page"


@lru_cache(maxsize=200)
def _account_menu(language: str, profile_url: str, help_url: str, theme_url: str, theme: str) -> str:
    shell = {"profile_url": profile_url, "help_url": help_url, "theme_url": theme_url, "theme": theme}
    return _render("account_menu", shell=shell, csrf_token=_TOKEN, request={"get_full_path": _NEXT})


@register.simple_tag
def clause(number: str, url: str = "", title: str = "") -> SafeString:
    """The chip that names a clause of the instruction, sewn to its page when there is one."""
    if url:
        return format_html('<a class="clause" href="{}" title="{}">{}</a>', url, title, number)
    return format_html('<span class="clause" title="{}">{}</span>', title, number)


@register.simple_tag
def register_row(row: Mapping[str, Any] | None = None, **words: Any) -> SafeString:
    """A line of a register, inside <ol class="rows">; its words stand in `row` or beside it. Pages hold dozens of them.

    when, when_note, late, title, detail, url, action, badge_kind, badge_text, clause_no, clause_url, clause_title.
    """
    one = {**(row or {}), **words}
    title, url, action, note = (
        one.get("title", ""),
        one.get("url", ""),
        one.get("action", ""),
        one.get("when_note"),
    )
    parts: list[str] = [
        format_html('<li><p class="when{}">{}', " late" if one.get("late") else "", one.get("when", ""))
    ]
    if note:
        parts.append(format_html(" <small>{}</small>", note))
    link = format_html('<a href="{}">{}</a>', url, title) if url and not action else escape(title)
    parts.append(format_html('</p><div><p class="t">{}', link))
    if one.get("badge_text"):
        parts.append(" " + badge(one.get("badge_kind", ""), one["badge_text"]))
    parts.append(_row_foot(one))
    if action:
        parts.append(format_html('<a class="btn" href="{}">{}</a>', url, action))
    return SafeString("".join(parts) + "</li>")


def _row_foot(one: Mapping[str, Any]) -> str:
    detail, number = one.get("detail", ""), one.get("clause_no", "")
    if not detail and not number:
        return "</p></div>"
    chip = clause(number, one.get("clause_url", ""), one.get("clause_title", "")) if number else ""
    return format_html('</p><p class="d">{}{}{}</p></div>', detail, " · " if detail and number else "", chip)


@register.simple_tag
def options(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """The <option>s of a list of (value, words); written here, as a list may hold a class or a school."""
    return format_html_join("", '<option value="{}">{}</option>', pairs)


@register.simple_tag
def cells(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """The <td>s of a row of (class, text); written here, as a journal holds thousands."""
    return SafeString(
        "".join(
            f'<td class="{escape(css)}">{escape(text)}</td>' if css else f"<td>{escape(text)}</td>"
            for css, text in pairs
        )
    )


# Somebody on a roll: key, name, a remark, whether tapped, the reason chosen, minutes late.
RollLine = tuple[int, str, str, bool, str, int | None]


@register.simple_tag
def roll_lines(lines: Iterable[RollLine], reasons: Sequence[tuple[str, object]]) -> SafeString:
    """The <li>s of <ol class="roll">: `a<key>` is tapped, `w<key>` its reason, `m<key>` its minutes (see roll.css)."""
    said = {
        "off": _("absent?"),
        "on": pgettext("roll", "Absent"),
        "why": _("reason"),
        "late": _("Minutes late"),
    }
    words = {name: str(escape(text)) for name, text in said.items()}
    choices = [(value, str(escape(value)), str(escape(capfirst(str(text))))) for value, text in reasons]
    return SafeString(
        "".join(_roll_line(number, line, choices, words) for number, line in enumerate(lines, 1))
    )


def _roll_line(
    number: int, line: RollLine, choices: list[tuple[str, str, str]], words: dict[str, str]
) -> str:
    key, name, hint, is_marked, reason, minutes = line
    name, small = escape(name), f"<small>{escape(hint)}</small>" if hint else ""
    radios = "".join(
        f'<label><input type="radio" name="w{key}" value="{safe}"{" checked" if reason == value else ""}>{text}</label>'
        for value, safe, text in choices
    )
    late = f' value="{minutes}"' if minutes else ""
    return (
        f'<li><label class="roll-l"><input type="checkbox" name="a{key}" value="on"{" checked" if is_marked else ""}>'
        f'<span class="no">{number}</span><span class="nm">{name}{small}</span>'
        f'<span class="mk" aria-hidden="true" data-off="{words["off"]}" data-on="{words["on"]}"></span></label>\n'
        f'<fieldset class="roll-why"><legend class="vh">{name}: {words["why"]}</legend>{radios}'
        f'<label class="min"><span>{words["late"]}</span><input type="number" inputmode="numeric" name="m{key}"'
        f' min="1" max="90"{late}></label></fieldset></li>\n'
    )


@register.simple_tag
def src(value: object, url: str = "", title: str = "") -> SafeString:
    """A figure sewn to its source."""
    if url:
        return format_html('<a class="src" href="{}" title="{}">{}</a>', url, title, value)
    return format_html('<span class="num">{}</span>', value)


@register.simple_tag
def badge(kind: str, text: str) -> SafeString:
    """A state: ok, wait, soon, late, back, now or nothing, always with its word."""
    return format_html('<span class="badge {}">{}</span>', kind, text)


@register.simple_tag
def cell_chips(cells: Iterable[tuple[str, Iterable[Chip]]]) -> SafeString:
    """The <td>s of a row of a board: the things of (month, things), each opens its page; see `_chip` for its state.

    Written in one piece: a board has more than a hundred of them.
    """
    drawn = ((month, "".join(map(_chip, some))) for month, some in cells)
    return SafeString(
        "".join(
            f'<td data-month="{safe(month)}">{chips}</td>' if chips else "<td></td>" for month, chips in drawn
        )
    )


def _chip(one: Chip) -> str:
    """Its state is a dye, and words for who does not see it."""
    words = f'{safe(one.title)}<span class="vh">, {safe(one.words)}</span>'
    return f'<a class="ev {safe(one.css)}" href="{safe(one.url)}">{words}</a>'


@register.simple_tag
def why(text: str) -> SafeString:
    """The line that says why this person may see this page."""
    return format_html('<p class="why">{}<span>{}</span></p>', icon("lock"), text)


@register.simple_tag
def three(done: int, due: int, late: int, url: str = "", title: str = "") -> SafeString:
    """A matrix cell: done, due soon, late. Zeroes step back."""
    return _render("three", done=done, due=due, late=late, url=url, title=title)


@register.simple_tag
def progress(done: int, of: int, label: str = "") -> SafeString:
    """How much of a whole is done, as words, numbers and a bar."""
    return _render("progress", done=done, of=of, label=label)


@register.simple_tag
def spark(values: Sequence[float | None], title: str = "", kind: str = "line") -> SafeString:
    """A small drawing of a row of numbers: a line, or bars with the last one dark."""
    return _render(
        "spark", title=title, points=sparks.line(values), bars=sparks.bars(values) if kind == "bars" else []
    )


@register.simple_tag
def stat(label: str, value: object, **extra: Any) -> SafeString:
    """A figure with its name: of=, trend=, direction=up|down|flat, url=, values= (a spark), kind=."""
    return _render("stat", label=label, value=value, **extra)


@register.simple_tag
def field(bound: BoundField, label: str = "", hint: str = "", css: str = "") -> SafeString:
    """A form field with its label, hint and errors, wired for screen readers."""
    return fields.drawn(bound, label=label, hint=hint, css=css)


@register.simple_tag
def picker(bound: BoundField, label: str = "", hint: str = "") -> SafeString:
    """A field of many choices as a list with a filter box, whatever its widget."""
    return fields.drawn(bound, label=label, hint=hint, kind="picker")


@register.simple_tag
def field_errors(bound: BoundField) -> SafeString:
    """What is wrong with a field that is laid out by hand."""
    return fields.errors(bound)


@register.simple_tag
def choice(option: BoundWidget) -> SafeString:
    """The box of one choice."""
    return SafeString(inputs.entry(option.data))


@register.simple_tag
def chips(bound: BoundField, label: str = "", hint: str = "") -> SafeString:
    """A field of choices as chips, whatever its widget."""
    return fields.drawn(bound, label=label, hint=hint, kind="chips")


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """The summary above a form: what is wrong, each line a link to its field."""
    return _render("form_errors", form=form)


@register.simple_tag
def file_list(files: Iterable[Any], empty_text: str = "") -> SafeString:
    """Files of a record: items with name, url and optionally note (size, who, when)."""
    return _render("file_list", files=files, empty_text=empty_text)


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> SafeString:
    """Page numbers that keep the filters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return _render("pager", page=page, numbers=list(numbers), request=context.get("request"))


@register.simple_block_tag
def page_header(
    content: str, title: str, crumbs: Any = (), meta: Any = (), back: str = "", back_url: str = ""
) -> SafeString:
    """The head of a page; crumbs are (text, url) pairs or one back + back_url, meta a text or texts, inside: actions."""
    return _render(
        "page_header",
        title=title,
        crumbs=crumbs or ([(back, back_url)] if back else []),
        meta=meta if isinstance(meta, (list, tuple)) else [meta],
        actions=SafeString(content.strip()),
    )


@register.simple_block_tag
def card(
    content: str, title: str = "", more: str = "", url: str = "", css: str = "", flush: bool = False
) -> SafeString:
    """One question of the person and its answer; flush when the inside brings its own edges (rows, tables)."""
    return _render("card", title=title, more=more, url=url, css=css, flush=flush, body=SafeString(content))


@register.simple_block_tag
def empty(content: str, title: str, text: str = "", symbol: str = "empty-paper") -> SafeString:
    """What will be here, and inside: the first step."""
    return _render("empty", title=title, text=text, symbol=symbol, body=SafeString(content.strip()))


@register.simple_block_tag
def notice(content: str, kind: str = "", symbol: str = "info") -> SafeString:
    """A remark beside the work: nothing = careful, bad, info."""
    return _render("notice", kind=kind, symbol=symbol, body=SafeString(content))


@register.simple_block_tag
def dialog(content: str, key: str, title: str) -> SafeString:
    """A dialog opened by data-behaviour="dialog-open" data-dialog="<key>"; its deeds stand inside, in a form."""
    return _render("dialog", key=key, title=title, body=SafeString(content))


@register.simple_block_tag
def help_panel(content: str, title: str) -> SafeString:
    """Help in place, closed until asked for."""
    return _render("help_panel", title=title, body=SafeString(content))


@register.simple_block_tag
def filters(content: str, form: Any, found: str = "", reset: str = "?") -> SafeString:
    """The bar above a list: a GET form of its fields, how many were found, and inside: exports and other links.

    On a phone only the first field is there at once; the others stand behind a button that names those in use. On paper
    there is no bar, but what it asked for.
    """
    asked = [field.label for field in form.visible_fields()[1:] if field.value() not in (None, "", False, [])]
    body = SafeString(content.strip())
    narrowed = narrowed_by(form)
    return _render("filters", form=form, asked=asked, narrowed=narrowed, found=found, reset=reset, body=body)


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """The input itself, in our clothes; dates and times become the browser's own."""
    return fields.widget(bound)


@register.filter
def reachable(url: str, closed: tuple[str, ...]) -> str:
    """{% if part.url|reachable:closed %}: the address, empty where this reader would only meet a closed door."""
    return "" if closed and url.startswith(closed) else url


def _render(piece: str, **context: Any) -> SafeString:
    return render_to_string(f"components/{piece}.html", context)
