"""Every list that leaves as a file: no cell of it is a formula, and each file leaves one record."""

import csv
import io
import re
import zipfile
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.core.models import AuditEvent
from jetekchi.core.sheets.signs import FORMULA
from jetekchi.organisation.models import Person, Staff, Student
from jetekchi.worklog.models import AccidentReport, WorkEntry
from tests import cast
from tests.addresses import addresses
from tests.permission_table import TABLE
from tests.permission_world import build

# What a cell holds is made by the same Python from the same records; that every list opens on both databases is seen by
# tests/test_files.py.
pytestmark = pytest.mark.once

ACTORS = ("farhat", "admin", "aigul", "damir", "elmira", "nurlan_user")
SIGNS = ("=1+1", "+7-7", "-2+3", "@SUM(A1)", "\t=1", "＝1", " =1", '"=1')


class Exports(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.world = build(cls.cast)
        for place, person in enumerate(Person.objects.order_by("pk")):
            sign = SIGNS[place % len(SIGNS)]
            Person.objects.filter(pk=person.pk).update(surname=f"{sign}cmd|' /C calc'!A0", given=sign)
        Staff.objects.update(position='=HYPERLINK("http://evil.example")')
        WorkEntry.objects.update(text="=cmd|' /C calc'!A0\n=1+1", agreement="макул\n@SUM(1)")
        AccidentReport.objects.update(place="+1")
        Student.objects.filter(pk=cls.cast.nurlan.pk).update(number="=9")

    def links(self, actor: str) -> set[str]:
        """Every link to a csv that the pages of this person offer."""
        client = Client(raise_request_exception=False)
        client.force_login(getattr(self.cast, actor))
        found = set()
        for address in addresses():
            if f"{address.name} GET" not in TABLE:
                continue
            url = reverse(address.name, kwargs=self.world.pair(address)[0])
            body = client.get(url).content.decode("utf-8", "replace")
            for link in re.findall(r'href="([^"]*format=csv[^"]*)"', body):
                # The empty table of an import holds nobody.
                if not url.startswith("/imports/"):
                    found.add(urljoin(url, unescape(link)))
        return found

    def test_no_cell_is_a_formula_and_each_file_is_one_record(self):
        seen = 0
        for actor in ACTORS:
            client = Client()
            client.force_login(getattr(self.cast, actor))
            for link in self.links(actor):
                for form in ("csv", "xlsx"):
                    before = AuditEvent.objects.filter(action__endswith="exported").count()
                    answer = client.get(link.replace("format=csv", f"format={form}"))
                    self.assertEqual(answer.status_code, 200, link)
                    self.assertTrue(answer["Content-Disposition"].startswith("attachment"), link)
                    after = AuditEvent.objects.filter(action__endswith="exported").count()
                    self.assertEqual(after - before, 1, f"{actor} {link}")
                    self.assertEqual(formulas(form, answer.content), [], f"{actor} {link}")
                    seen += 1
        self.assertGreater(seen, 40)

    def test_the_check_sees_a_formula(self):
        self.assertEqual(formulas("csv", "а;б\n=1,x\n".encode()), ["=1"])
        self.assertEqual(formulas("csv", 'а,"б\n=1"\n'.encode()), ["=1"])


def formulas(form: str, data: bytes) -> list[str]:
    """Cells that a program for tables would work out."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        return re.findall(r"<f[ >].*?</f>", sheet)
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return [
        cell
        for row in rows
        for text in row
        for cell in text.split("\n")
        if FORMULA.match(cell) and not cell.startswith("'") and not number(cell)
    ]


def number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
