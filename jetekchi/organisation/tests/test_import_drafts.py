import os
import time
from pathlib import Path

from django.conf import settings
from django.test import TestCase

from jetekchi.organisation.services.importing import drafts
from tests import cast


class AFileBeforeItsConfirmation(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def keep(self):
        return drafts.keep(
            self.cast.elmira, kind="students", name="a.csv", data=b"x", year="2026-2027", create_missing=False
        )

    def folder(self, draft):
        return Path(settings.DATA_DIR) / "imports" / str(self.cast.elmira.pk) / draft.token

    def test_is_readable_by_nobody_else_on_the_machine(self):
        assert self.folder(self.keep()).stat().st_mode & 0o077 == 0

    def test_goes_after_a_day(self):
        old, fresh = self.keep(), self.keep()
        os.utime(self.folder(old), (time.time() - 90_000, time.time() - 90_000))
        assert drafts.drop_old() >= 1
        assert not self.folder(old).exists()
        assert self.folder(fresh).exists()

    def test_a_person_has_a_few_at_most(self):
        made = [self.keep() for _ in range(drafts.KEEP_FILES + 3)]
        assert sum(self.folder(draft).exists() for draft in made) <= drafts.KEEP_FILES
