"""Forms take what they ask for and nothing else (T7); what they do not offer is not taken either (T2).

Each form of tests/form_table.py is sent by the person who may. Sent again with the name of every field of every
table, with arrays for scalars and with parameters twice, it must write the very same statements with the very same
values. A form without a row fails: add it to tests/form_table.py.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.cache import cache as answers_kept
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from jetekchi.organisation.models import User
from tests import cast
from tests.addresses import addresses
from tests.form_scenes import Scene
from tests.form_table import FIRST_HOUR, FORMS, SETUP, Row
from tests.permission_table import TABLE
from tests.permission_world import World, peopled

# What is the same on both databases is tried once: statements are compared word for word.
pytestmark = pytest.mark.once

Statement = tuple[str, tuple[Any, ...]]
FOREIGN = "чоочун-сөз-31"
FOREIGN_DAY = "1999-09-09"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
OURS = {"core", "organisation", "documents", "worklog", "journal", "plan", "reports", "compliance"}
OURS |= {"sessions", "mfa"}
# Names that no form asks for and that would matter most.
DANGEROUS = (
    *(
        "id",
        "pk",
        "__class__",
        "_state",
        "owner_id",
        "is_superuser",
        "is_staff",
        "is_active",
        "role",
        "roles",
    ),
    *("user", "user_id", "by", "by_id", "username", "must_change_password", "permissions", "constructor"),
)
# Every address may read these: a key against double sending, the form's own key.
COMMON = {"csrfmiddlewaretoken", "form_key"}
BOOKKEEPING = ("core_audit", "core_formkey", "django_session", "usersessions")


class Names(HTMLParser):
    """The names a page's forms send, and the values that its lists offer."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.offered: dict[str, set[str]] = {}
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "")
        if tag in {"input", "select", "textarea", "button"} and name:
            self.names.add(name)
        if tag == "select":
            self._select = name
            self.offered.setdefault(name, set())
        elif tag == "option" and self._select:
            self.offered[self._select].add(found.get("value", ""))
        elif kind in {"radio", "checkbox"} and name:
            self.offered.setdefault(name, set()).add(found.get("value", ""))


@cache
def unasked() -> dict[str, str]:
    """Every name of every field of our tables, with a value that would bite."""
    found = dict.fromkeys(DANGEROUS, "1")
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for one in model._meta.get_fields(include_hidden=True):
            value = _biting(one)
            for name in {one.name, getattr(one, "attname", one.name)}:
                found.setdefault(name, value)
    return found


def _biting(one: Any) -> str:
    if isinstance(one, models.DateField):
        return FOREIGN_DAY
    if isinstance(one, models.CharField | models.TextField) and not one.choices:
        return FOREIGN
    # A number, a flag or the key of the very first record.
    return "1"


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """What is written to the database inside."""
    seen: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            flat = [one for row in params for one in row] if many else params or ()
            seen.append((sql, tuple(flat)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def differing(one: list[Statement], two: list[Statement]) -> set[tuple[int, int]]:
    """Places of values that differ between two equal deeds: moments, random keys, digests.

    What a session holds is packed together with the second of its writing; its names are compared apart. Of two moments
    only the second differs by chance: they are no difference here.
    """
    return {
        (line, place)
        for line, ((sql, left), (_same, right)) in enumerate(zip(one, two, strict=True))
        for place, (a, b) in enumerate(zip(left, right, strict=True))
        if a != b and "django_session" not in sql and not (is_of_today(a) and is_of_today(b))
    }


def is_of_today(value: Any) -> bool:
    """Whether the value is a moment of this very day, as the lyceum's clock writes it."""
    text = str(value)
    return bool(MOMENT.fullmatch(text)) and text.startswith(timezone.localdate().isoformat())


class Sent:
    """One form, sent and undone."""

    def __init__(self, scene: Scene, row: Row, url: str, page: str) -> None:
        self.scene, self.row, self.url, self.page = scene, row, url, page
        self.writes: list[Statement] = []
        self.status = 0
        self.session: set[str] = set()

    def send(self, words: dict[str, Any]) -> "Sent":
        """The answer to the form; afterwards the scene is as it was, for the next one."""
        sent = Sent(self.scene, self.row, self.url, self.page)
        client = self.scene.client
        cookies = copy(client.cookies)
        with transaction.atomic():
            with recorded() as sent.writes:
                answer = client.post(self.url, **encoded(words))
            sent.status = answer.status_code
            sent.session = set(client.session.keys())
            transaction.set_rollback(True)
        client.cookies = cookies
        return sent

    @property
    def statements(self) -> list[str]:
        return [sql for sql, _params in self.writes]

    @property
    def touched(self) -> list[str]:
        """Statements on tables that hold something of the lyceum."""
        return [sql for sql in self.statements if not any(name in sql for name in BOOKKEEPING)]


class Forms(TestCase):
    maxDiff = None
    cast: cast.Cast
    world: World

    @contextmanager
    def ready(self, key: str, row: Row) -> Iterator[Sent]:
        """The scene is set and the page is open; everything is undone afterwards."""
        answers_kept.clear()
        client = Client(raise_request_exception=False)
        with transaction.atomic():
            scene = Scene(self.cast, self.world, client)
            if row.who:
                client.force_login(User.objects.get(username=getattr(self.cast, row.who).username))
            name = key.rpartition(": ")[0] or key
            address = next(one for one in addresses() if one.name == name)
            parts = {**self.world.pair(address)[0], **row.scene(scene)}
            kwargs = {part: parts[part] for part in address.kwargs}
            url = reverse(name, kwargs=kwargs)
            answer = client.get(url)
            is_page = "text/html" in answer.get("Content-Type", "")
            yield Sent(scene, row, url, answer.content.decode() if is_page else "")
            transaction.set_rollback(True)

    def check(self, key: str, row: Row) -> list[str]:
        """What is wrong with this form."""
        with self.ready(key, row) as form:
            declared = Names(form.page).names
            first, second = (self.sent(form, key, row, {}) for _time in range(2))
            if wrong := self.judged(row, first, second):
                return wrong
            words = row.words(form.scene)
            known = {*declared, *words, *row.also, *COMMON}
            more = {name: value for name, value in unasked().items() if name not in known}
            self.assertGreater(len(more), 300, key)
            found = self.sent(form, key, row, more)
        return compared(first, found, differing(first.writes, second.writes))

    def sent(self, form: Sent, key: str, row: Row, more: dict[str, Any]) -> Sent:
        """The form as it is meant; with more in it, also everything twice. In a scene of its own if it uses that up."""
        if row.spends:
            with self.ready(key, row) as anew:
                return self.sent(anew, key, replace(row, spends=False), more)
        words = row.words(form.scene)
        return form.send({**twice(words), **more} if more else words)

    def judged(self, row: Row, first: Sent, second: Sent) -> list[str]:
        """The valid form must do something, and the same thing twice; else the comparison would prove nothing."""
        audited = any("core_auditevent" in sql for sql in first.statements)
        if first.status >= 400 or (first.status != 302 and not (row.empty or audited)):
            return [f"the valid form was answered {first.status}"]
        if first.statements != second.statements:
            return ["the same form wrote different statements"]
        if bool(first.touched) == row.empty and not audited:
            return [f"it stores {len(first.touched)} records, the row says otherwise"]
        if audited == row.silent:
            return ["its audit record is missing" if not audited else "it leaves a record: it is not silent"]
        return []


def encoded(words: dict[str, Any]) -> dict[str, Any]:
    """As a browser sends it: in parts where there is a file, else in one line, which is read much faster."""
    values = [one for value in words.values() for one in (value if isinstance(value, list) else [value])]
    if any(isinstance(one, SimpleUploadedFile) for one in values):
        return {"data": words}
    return {"data": urlencode(words, doseq=True), "content_type": "application/x-www-form-urlencoded"}


def twice(words: dict[str, Any]) -> dict[str, Any]:
    """Scalars sent twice, the foreign one first; arrays and entries of arrays beside each of them."""
    found: dict[str, Any] = {}
    for name, value in words.items():
        single = isinstance(value, str | int | date | datetime)
        found[name] = [FOREIGN, value] if single and value != "" else value
        if not isinstance(value, SimpleUploadedFile):
            found |= {f"{name}[]": FOREIGN, f"{name}[0]": FOREIGN, f"{name}.pk": "1", f"{name}__pk": "1"}
    return found


def compared(first: Sent, found: Sent, varying: set[tuple[int, int]]) -> list[str]:
    """How a form with more in it did something else."""
    if found.status != first.status:
        return [f"answered {found.status} instead of {first.status}"]
    if found.statements != first.statements:
        return [f"other statements: {sorted(set(found.statements) ^ set(first.statements))[:2]}"]
    wrong = [
        f"{first.statements[line][:60]} takes {found.writes[line][1][place]!r}"
        for line, place in sorted(differing(first.writes, found.writes) - varying)
    ]
    carried = [
        sql[:60]
        for sql, params in found.writes
        for value in params
        if FOREIGN in str(value) or FOREIGN_DAY in str(value)
    ]
    return wrong + carried + sorted(found.session ^ first.session)


@override_settings(SENDS_LETTERS=True)
class Unasked(Forms):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast, cls.world = peopled()
        User.objects.filter(username="aigul").update(email="aigul@lyceum.example")
        cls.cast.aigul.refresh_from_db()

    def test_only_what_a_form_asks_for_changes_anything(self) -> None:
        wrong = {key: said for key, row in FORMS.items() if (said := self.wrong(key, row))}
        self.assertEqual(wrong, {})

    def wrong(self, key: str, row: Row) -> list[str]:
        """What is wrong twice: a paper that names the minute differs when it turns between two sendings."""
        return self.check(key, row) and self.check(key, row)

    def test_every_address_that_takes_a_form_has_its_row(self) -> None:
        asked = {key.split()[0] for key in TABLE if key.endswith(" POST")}
        rows = {key.rpartition(": ")[0] or key for key in FORMS} | {FIRST_HOUR}
        self.assertEqual(asked ^ rows, set())

    def test_the_check_does_see_a_foreign_value(self) -> None:
        row = FORMS["organisation:student_move"]
        with self.ready("organisation:student_move", row) as form:
            first = form.send(row.words(form.scene))
            second = form.send({**row.words(form.scene), "order_no": FOREIGN})
        self.assertTrue(any(FOREIGN in said for said in compared(first, second, set())))

    def test_a_record_that_a_form_does_not_offer_is_not_taken(self) -> None:
        wrong, tried = [], 0
        for key, row in FORMS.items():
            if "columns" in key:  # columns of a file, no records
                continue
            with self.ready(key, row) as form:
                offered = Names(form.page).offered
                for name in [
                    name for name in row.words(form.scene) if chooses_records(offered.get(name, set()))
                ]:
                    foreign = next(str(pk) for pk in range(1, 500) if str(pk) not in offered[name])
                    words = row.words(form.scene)
                    is_list = isinstance(words[name], list)
                    sent = form.send({**words, name: [*words[name], foreign] if is_list else foreign})
                    tried += 1
                    if sent.status == 302 or sent.touched:
                        wrong.append(f"{key} {name}={foreign}: {sent.status} {sent.touched[:1]}")
        self.assertEqual(wrong, [])
        self.assertGreater(tried, 15)


def chooses_records(values: set[str]) -> bool:
    """Whether a list offers records by their keys."""
    keys = values - {""}
    return bool(keys) and all(re.fullmatch(r"\d+", value) for value in keys)


class FirstHour(Forms):
    """The page of an empty lyceum takes its own fields only as well."""

    cast = None  # type: ignore[assignment]

    def test_only_what_the_set_up_asks_for_changes_anything(self) -> None:
        self.world = World()
        self.assertEqual(self.check(FIRST_HOUR, SETUP), [])
