"""The audit as one table (T24): each kind of deed leaves exactly one record; what was done to the chain is seen.

And the technical log, which is no audit, holds no name, no phone and no password.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from config.settings import LOGGING
from jetekchi.core import append_only, audit
from jetekchi.core.logs import LineFormatter
from jetekchi.core.models import AuditChain, AuditEvent
from jetekchi.organisation import services
from jetekchi.organisation.models import CalendarDay, User
from jetekchi.worklog import services as work
from tests import cast

# Deed, who does it, what is asked of the server, the one record it leaves.
DEEDS: tuple[tuple[str, str, str, str], ...] = (
    ("create", "aigul", "POST work/new", "worklog:entry:recorded"),
    ("create", "admin", "POST class", "organisation:class:added"),
    ("view a card", "aigul", "GET card", "organisation:student:read"),
    ("view a restricted entry", "farhat", "GET entry", "worklog:entry:read"),
    ("view a chronology", "farhat", "GET chronology", "worklog:chronology:read"),
    ("update", "admin", "POST bar", "organisation:guardian:barred"),
    ("update", "farhat", "POST setting", "organisation:setting:changed"),
    ("delete", "farhat", "POST clear", "organisation:day:cleared"),
    ("withdraw", "aigul", "POST withdraw", "worklog:entry:withdrawn"),
    ("export", "aigul", "GET students.csv", "organisation:list:exported"),
    ("export", "farhat", "GET work.xlsx", "worklog:list:exported"),
    ("login", "", "POST login", "organisation:session:began"),
    ("failed login", "", "POST wrong login", "organisation:session:refused"),
    ("failed login", "", "POST unknown login", "organisation:session:refused"),
    ("logout", "aigul", "POST logout", "organisation:session:ended"),
    ("denied to look", "aigul", "GET audit", "organisation:audit:refused"),
    ("denied to write", "bakyt", "POST foreign", "worklog:correct:refused"),
    ("denied to write", "aigul", "POST appoint", "organisation:appoint:refused"),
    ("denied by the state", "farhat", "POST clear twice", "organisation:day_clear:refused"),
)
WRONG = "менин-жашыруун-сөзүм-77"
CHAIN = "drill"


class Deeds(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people = cast.build()
        today = timezone.localdate()
        work.ensure_kinds(by=None)
        common = {"by": people.aigul, "class_group": people.class_a, "on": today}
        cls.entry = work.record_work(
            kind="conflict", text="Жабык", students=[people.nurlan], is_restricted=True, **common
        )
        cls.kin = people.nurlan.guardianships.get(is_barred=False)
        cls.day = services.mark_day(by=None, day=people.half.start_on, kind=CalendarDay.Kind.HOLIDAY)

    def setUp(self) -> None:
        cache.clear()

    def requests(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """What each line of the table asks for: address and words."""
        c, at = self.cast, reverse
        entry = {"class": c.class_a.pk, "kind": "talk", "text": "Сүйлөштүк", "students": [c.nurlan.pk]}
        entry["on"] = timezone.localdate().isoformat()
        login = at("account_login")
        clear = at("organisation:day_clear", args=[self.day.pk])
        new_class = {"label": "9-В", "kind": "class", "grade": 9, "programme": "11y"}
        return {
            "POST work/new": (at("worklog:record"), entry),
            "POST class": (at("organisation:class_add"), new_class),
            "GET card": (at("organisation:student", args=[c.nurlan.pk]), {}),
            "GET entry": (at("worklog:entry", args=[self.entry.pk]), {}),
            "GET chronology": (at("worklog:student_chronology", args=[c.nurlan.pk]), {}),
            "POST bar": (
                at("organisation:guardian_bar", args=[c.nurlan.pk, self.kin.pk]),
                {"basis": "сот № 1"},
            ),
            "POST setting": (at("organisation:setting_edit", args=["report_due_days"]), {"value": "9"}),
            "POST clear": (clear, {}),
            "POST clear twice": (at("organisation:day_clear", args=[10**9]), {}),
            "POST withdraw": (at("worklog:withdraw", args=[self.entry.pk]), {}),
            "GET students.csv": (at("organisation:students"), {"format": "csv"}),
            "GET work.xlsx": (at("worklog:entries"), {"format": "xlsx"}),
            "POST login": (login, {"login": "aigul", "password": cast.PASSWORD}),
            "POST wrong login": (login, {"login": "aigul", "password": WRONG}),
            "POST unknown login": (login, {"login": "nobody.here", "password": WRONG}),
            "POST logout": (at("account_logout"), {}),
            "GET audit": (at("organisation:audit"), {}),
            "POST foreign": (at("worklog:correct", args=[self.entry.pk]), entry),
            "POST appoint": (at("organisation:appoint", args=[c.class_a.pk]), {}),
        }

    def ask(self, who: str, line: str) -> None:
        client = Client()
        if who:
            client.force_login(getattr(self.cast, who))
        url, words = self.requests()[line]
        getattr(client, line.split()[0].lower())(url, words)

    def test_each_kind_of_deed_leaves_exactly_one_record_with_its_author(self) -> None:
        for deed, who, line, action in DEEDS:
            with self.subTest(f"{deed}: {line}"), transaction.atomic():
                before = AuditEvent.objects.latest("pk").pk
                self.ask(who, line)
                left = list(AuditEvent.objects.filter(pk__gt=before))
                self.assertEqual([event.action for event in left], [action])
                doer = "aigul" if line == "POST login" else who
                self.assertEqual(left[0].by_id, getattr(self.cast, doer).pk if doer else None)
                transaction.set_rollback(True)

    def test_the_whole_table_leaves_whole_chains(self) -> None:
        for _deed, who, line, _action in DEEDS:
            self.ask(who, line)
        self.assertIsNone(audit.verify())

    def test_neither_the_records_nor_the_log_repeat_a_name_a_phone_or_a_password(self) -> None:
        told = AuditEvent.objects.latest("pk").pk
        with self.assertLogs(level=logging.WARNING) as log:
            for _deed, who, line, _action in DEEDS:
                self.ask(who, line)
            Client().get(f"/students/{self.cast.nurlan.person.surname}/")
            logging.getLogger("drill").warning("so that there is a line")
        kept = [str(values) for values in AuditEvent.objects.filter(pk__gt=told).values()]
        printed = [LineFormatter("%(message)s").format(record) for record in log.records]
        words = {cast.PASSWORD, WRONG, "Сүйлөштүк", "Жабык", "nobody.here", "996555010203"}
        for user in self.cast.users.values():
            words |= {user.person.surname} if user.person else set()
        words.discard(self.cast.nurlan.person.surname)
        for word in words:
            self.assertFalse([line for line in (*kept, *printed) if word in line], word)


class Errors(TestCase):
    """The log of an error: where, not about whom."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def logged(self, deed: Callable[[], object]) -> str:
        """The lines that the product's log would hold of this error."""
        formats: Any = LOGGING["formatters"]
        self.assertEqual(formats["line"]["()"], f"{LineFormatter.__module__}.LineFormatter")
        with self.assertLogs("drill") as log:
            try:
                with transaction.atomic():
                    deed()
            except Exception:
                logging.getLogger("drill").exception("Internal Server Error: /students/")
        return LineFormatter(formats["line"]["format"]).format(log.records[0])

    def test_an_error_of_the_database_is_logged_without_the_values_it_names(self) -> None:
        name, letter = self.cast.aigul.username, "@".join(("ata", "lyceum.example"))

        def twice() -> None:
            User.objects.create(username=name, email=letter)

        line = self.logged(twice)
        self.assertIn("IntegrityError", line)
        self.assertIn("test_audit_table.py", line)
        for word in (f"=({name})", letter):
            self.assertNotIn(word, line)

    def test_a_value_that_is_no_number_is_not_repeated_and_a_cause_is_followed(self) -> None:
        name, phone = self.cast.aigul.person.name, self.cast.ainura.person.phone

        def nested() -> None:
            try:
                int(name)
            except ValueError as error:
                raise IntegrityError(phone) from error

        line = self.logged(nested)
        self.assertIn("ValueError", line)
        self.assertIn("IntegrityError", line)
        self.assertNotIn(name, line)
        self.assertNotIn(phone, line)

    def test_what_broke_in_the_program_keeps_its_message(self) -> None:
        line = self.logged(lambda: __import__("no_such_module"))
        self.assertIn("No module named 'no_such_module'", line)


# What somebody does who owns the database, and the entry at which it is found.
ATTACKS: dict[str, tuple[tuple[str, ...], int]] = {
    "edit": (
        ("update core_auditevent set action = 'drill:step:undone' where chain = 'drill' and position = 3",),
        3,
    ),
    "delete": (("delete from core_auditevent where chain = 'drill' and position = 2",), 2),
    "reorder": (
        (
            "update core_auditevent set position = 99 where chain = 'drill' and position = 2",
            "update core_auditevent set position = 2 where chain = 'drill' and position = 3",
            "update core_auditevent set position = 3 where chain = 'drill' and position = 99",
        ),
        2,
    ),
    "truncate": (("delete from core_auditevent where chain = 'drill' and position > 3",), 4),
}


class Attacks(TestCase):
    def test_four_of_four_attacks_on_the_chain_are_found_where_they_were_made(self) -> None:
        people = cast.build()
        for number in range(5):
            audit.record(people.aigul, "drill:step:done", people.class_a, number=number)
        audit.checkpoint()
        found = {}
        for name, (statements, _position) in ATTACKS.items():
            with transaction.atomic():
                with append_only.lifted(), connection.cursor() as cursor:
                    for statement in statements:
                        cursor.execute(statement)
                damage = audit.verify()
                found[name] = (damage.chain, damage.position) if damage else None
                transaction.set_rollback(True)
        self.assertEqual(found, {name: (CHAIN, position) for name, (_sql, position) in ATTACKS.items()})
        self.assertIsNone(audit.verify())

    def test_a_cut_end_is_found_although_the_head_was_moved_back_too(self) -> None:
        people = cast.build()
        for number in range(5):
            audit.record(people.aigul, "drill:step:done", people.class_a, number=number)
        audit.checkpoint()
        with append_only.lifted(), connection.cursor() as cursor:
            cursor.execute(ATTACKS["truncate"][0][0])
        third = AuditEvent.objects.get(chain=CHAIN, position=3)
        AuditChain.objects.filter(name=CHAIN).update(length=3, head=third.digest)
        self.assertEqual(audit.verify().position, 5)
