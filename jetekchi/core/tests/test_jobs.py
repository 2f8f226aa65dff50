"""Daily jobs are enqueued once a day, and lost ones are taken up again."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.test import TestCase, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jetekchi.core import jobs
from jetekchi.core.models import AuditCheckpoint

HERE = ZoneInfo("Asia/Bishkek")


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}})
class Schedule(TestCase):
    def enqueued(self, now):
        return jobs.checkpoint_audit.module_path in jobs.enqueue_due(now)

    def made_at(self, moment):
        DBTaskResult.objects.filter(task_path=jobs.checkpoint_audit.module_path).update(enqueued_at=moment)

    def test_a_fresh_lyceum_waits_for_the_hour(self):
        now = datetime(2026, 11, 23, 12, 0, tzinfo=HERE)
        self.assertTrue(self.enqueued(now))
        row = DBTaskResult.objects.get(task_path=jobs.checkpoint_audit.module_path)
        self.assertEqual(row.run_after.astimezone(HERE), datetime(2026, 11, 24, 1, 30, tzinfo=HERE))

    def test_once_a_day_and_not_twice(self):
        night = datetime(2026, 11, 23, 1, 31, tzinfo=HERE)
        self.enqueued(night)
        self.made_at(night)
        self.assertFalse(self.enqueued(night + timedelta(hours=23)))
        self.assertTrue(self.enqueued(night + timedelta(hours=24)))

    def test_a_server_that_was_off_at_the_hour_does_it_later(self):
        self.enqueued(datetime(2026, 11, 20, 1, 31, tzinfo=HERE))
        self.made_at(datetime(2026, 11, 20, 1, 31, tzinfo=HERE))
        self.assertTrue(self.enqueued(datetime(2026, 11, 23, 9, 0, tzinfo=HERE)))

    def test_the_hour_is_of_the_lyceums_clock(self):
        entry = jobs.Daily(jobs.tidy, time(1, 30))
        due = entry.due_since(datetime(2026, 11, 22, 19, 45, tzinfo=ZoneInfo("UTC")))
        self.assertEqual(due, datetime(2026, 11, 23, 1, 30, tzinfo=HERE))

    def test_a_job_whose_worker_was_killed_is_done_again(self):
        now = datetime(2026, 11, 23, 12, 0, tzinfo=HERE)
        jobs.tidy.enqueue()
        DBTaskResult.objects.update(status="RUNNING", started_at=now - timedelta(minutes=21))
        self.assertEqual(jobs.take_up_lost(now), 1)
        self.assertEqual(DBTaskResult.objects.ready().count(), 1)

    def test_a_job_that_runs_is_left_alone(self):
        now = datetime(2026, 11, 23, 12, 0, tzinfo=HERE)
        jobs.tidy.enqueue()
        DBTaskResult.objects.update(status="RUNNING", started_at=now - timedelta(minutes=5))
        self.assertEqual(jobs.take_up_lost(now), 0)


class Work(TestCase):
    def test_the_nightly_checkpoint_signs_the_chain(self):
        jobs.checkpoint_audit.call()
        self.assertEqual(AuditCheckpoint.objects.count(), 1)

    def test_tidying_drops_what_ended_two_weeks_ago_and_nothing_else(self):
        old, young = timezone.now() - timedelta(days=15), timezone.now() - timedelta(days=13)
        for status, finished_at in (("SUCCESSFUL", old), ("SUCCESSFUL", young), ("READY", None)):
            DBTaskResult.objects.create(
                status=status,
                finished_at=finished_at,
                task_path="x",
                args_kwargs={},
                backend_name="default",
                run_after=timezone.now(),
            )
        jobs.tidy.call()
        self.assertEqual(DBTaskResult.objects.filter(finished_at=old).count(), 0)
        self.assertEqual(DBTaskResult.objects.count(), 2)
