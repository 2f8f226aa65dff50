"""The drill: what a backup must give back, and what it must refuse."""

import shutil
import stat
import tempfile
import zipfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from jetekchi.core import audit, backup, database
from jetekchi.core.backup import acts, rows
from jetekchi.core.models import AuditEvent
from jetekchi.organisation import services
from tests.cast import Cast, build
from tests.emptied import Emptied


class Drill(Emptied):
    """A small lyceum with one file, in a backup."""

    people: Cast

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="jetekchi-drill-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / "lyceum.zip"
        self.addCleanup(shutil.rmtree, acts.attachments_folder(), ignore_errors=True)
        self.people = build()
        audit.record(
            self.people.aigul, "core:drill:begun", self.people.aigul, reason="drill", words="ң ө ү \x7f 😀"
        )
        audit.checkpoint()
        default_storage.save("paper.bin", ContentFile(b"\x00\xff" * 500))
        self.before = rows.counts()
        backup.make(self.file)

    def refused(self, words):
        counts, chain = (
            rows.counts(),
            list(AuditEvent.objects.order_by("pk").values_list("digest", flat=True)),
        )
        with self.assertRaisesMessage(CommandError, words):
            backup.restore(self.file)
        self.assertEqual(rows.counts(), counts)
        self.assertEqual(list(AuditEvent.objects.order_by("pk").values_list("digest", flat=True)), chain)
        self.assertEqual(default_storage.open("paper.bin").read(), b"\x00\xff" * 500)

    def test_a_restore_into_an_empty_database_gives_everything_back(self):
        digests = list(AuditEvent.objects.order_by("pk").values_list("pk", "digest"))[:-1]
        call_command("flush", verbosity=0, interactive=False)
        shutil.rmtree(acts.attachments_folder())
        report = backup.restore(self.file)
        after = rows.counts()
        self.assertEqual(after.pop("core.AuditEvent"), self.before["core.AuditEvent"] + 1)
        after["core.AuditChain"] = self.before["core.AuditChain"]
        self.assertEqual({**after, "core.AuditEvent": self.before["core.AuditEvent"]}, self.before)
        self.assertEqual(list(AuditEvent.objects.order_by("pk").values_list("pk", "digest"))[:-1], digests)
        self.assertIsNone(audit.verify())
        self.assertEqual(default_storage.open("paper.bin").read(), b"\x00\xff" * 500)
        self.assertIsNone(report.set_aside)

    def test_life_goes_on_after_a_restore(self):
        backup.restore(self.file)
        audit.record(self.people.aigul, "core:drill:ended", self.people.aigul)
        services.add_person(by=None, surname="Жаңыбаева", given="Айпери", sex="f")
        self.assertIsNone(audit.verify())
        event = AuditEvent.objects.order_by("pk").first()
        with self.assertRaisesMessage(Exception, "append-only"):
            AuditEvent.objects.filter(pk=event.pk).update(action="core:drill:forged")
        if connection.vendor == "postgresql":
            connection.rollback()

    def test_what_was_there_before_is_set_aside_and_can_come_back(self):
        audit.record(self.people.bakyt, "core:drill:later", self.people.bakyt)
        report = backup.restore(self.file)
        self.assertFalse(AuditEvent.objects.filter(action="core:drill:later").exists())
        assert report.set_aside is not None
        backup.restore(report.set_aside)
        self.assertTrue(AuditEvent.objects.filter(action="core:drill:later").exists())

    def test_nobody_else_may_read_the_file(self):
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["lyceum.zip"])

    def test_any_zip_program_opens_the_file(self):
        with zipfile.ZipFile(self.file) as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(archive.read("attachments/paper.bin"), b"\x00\xff" * 500)

    def test_a_damaged_byte_anywhere_is_refused(self):
        whole = self.file.read_bytes()
        # The seal's own words at the end name the file's kind and key; damage there reads as another kind or key.
        for place in (*range(0, len(whole) - 1, max(1, len(whole) // 40)), len(whole) - 1):
            self.file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with self.subTest(place=place), self.assertRaises(CommandError):
                backup.restore(self.file)
        self.refused("damaged")

    def test_a_cut_or_lengthened_file_is_refused(self):
        whole = self.file.read_bytes()
        for bad in (b"", whole[: len(whole) // 2], whole[:-1], whole + b"\n", whole[1:]):
            self.file.write_bytes(bad)
            with self.subTest(size=len(bad)), self.assertRaises(CommandError):
                backup.restore(self.file)
        self.file.write_bytes(whole[:-200])
        self.refused("its end is missing")

    def test_a_file_of_another_installation_is_refused(self):
        with override_settings(SECRET_KEY="another installation's secret, long enough"):
            self.refused("sealed with another secret key")

    def test_a_file_with_other_tables_is_refused(self):
        with self.known_migrations([*database.migrations_known(), "core.9999_later"]):
            backup.make(self.file)
        self.refused("with other tables")

    def test_a_running_server_keeps_its_data(self):
        with database.held(by_server=True):
            self.refused("stop it, then restore")

    def known_migrations(self, names):
        from unittest.mock import patch

        return patch.object(database, "migrations_known", lambda: names)


class Words(Emptied):
    """What an administrator reads."""

    def test_backup_names_a_folder_that_does_not_exist(self):
        with self.assertRaisesMessage(CommandError, "in a folder that exists"):
            call_command("backup", "/nowhere/at/all.zip")
