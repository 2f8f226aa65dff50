"""`jetekchi status` and `jetekchi audit verify`: what a person must look at."""

import io
import json
from datetime import timedelta

from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jetekchi.core import append_only, audit, backup, health
from jetekchi.core.models import AuditEvent
from tests.cast import Cast, build


class Status(TestCase):
    people: Cast

    @classmethod
    def setUpTestData(cls):
        cls.people = build()

    def part(self, name):
        return next(finding for finding in health.look() if finding.part == name)

    def test_people_without_a_backup_need_one(self):
        self.assertTrue(self.part("backup").needs_a_person)

    def test_a_backup_of_today_is_enough(self):
        audit.record_key(None, backup.MADE, "backup", "x.zip")
        self.assertFalse(self.part("backup").needs_a_person)

    def test_a_job_that_waits_for_long_needs_a_look(self):
        row = DBTaskResult.objects.create(
            task_path="x",
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            run_after=None,  # type: ignore[misc]
        )
        self.assertFalse(self.part("queue").needs_a_person)
        DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=timezone.now() - timedelta(minutes=20))
        self.assertTrue(self.part("queue").needs_a_person)

    def test_a_job_that_is_meant_for_later_may_wait(self):
        row = DBTaskResult.objects.create(
            task_path="x",
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            run_after=timezone.now() + timedelta(hours=5),
        )
        DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=timezone.now() - timedelta(hours=5))
        self.assertFalse(self.part("queue").needs_a_person)

    def test_the_command_exits_1_when_something_needs_a_person(self):
        out = io.StringIO()
        with self.assertRaises(SystemExit) as end:
            call_command("status", format="json", stdout=out)
        self.assertEqual(end.exception.code, 1)
        self.assertEqual(
            [row["part"] for row in json.loads(out.getvalue())],
            ["database", "disk", "queue", "chain", "backup"],
        )


class Verify(TestCase):
    people: Cast

    @classmethod
    def setUpTestData(cls):
        cls.people = build()
        for word in ("begun", "read", "ended"):
            audit.record(cls.people.aigul, f"drill:step:{word}", cls.people.aigul)

    def test_a_whole_chain_is_said_to_be_whole(self):
        out = io.StringIO()
        call_command("audit_verify", stdout=out)
        self.assertIn("The audit chain is whole", out.getvalue())

    def test_a_forged_entry_is_named(self):
        event = AuditEvent.objects.get(action="drill:step:read")
        with append_only.lifted(), connection.cursor() as cursor:
            cursor.execute("update core_auditevent set action = 'drill:step:made' where id = %s", [event.pk])
        with self.assertRaisesMessage(CommandError, "damaged at drill/2: the entry was changed"):
            call_command("audit_verify")
        self.assertTrue(next(f for f in health.look() if f.part == "chain").needs_a_person)
