"""Clause 4.3: the leader sees that a student is away day after day, opens those days, prints the sheet."""

from datetime import timedelta
from html import unescape
from io import BytesIO
from re import findall

import docx
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal import selectors
from jetekchi.journal.selectors.school_days import school_days
from jetekchi.journal.tests.factories import absent
from tests import cast as people


class FromTheClassToTheDays(TestCase):
    """A half-year that is over, whatever today is."""

    def test_a_run_of_absences_is_seen_opened_and_printed_and_a_stranger_finds_nothing(self) -> None:
        cast = people.build(timezone.localdate() - timedelta(days=365))
        group, half = cast.class_a, cast.half
        days = school_days(cast.year, half.start_on, half.end_on, with_closed=True)[5:9]
        for day in days:
            absent(cast.nurlan, day, (1, 2, 3, 4, 5, 6), "ill")
        absent(cast.meerim, days[0], (3,))
        leader, stranger = Client(), Client()
        leader.force_login(cast.aigul)
        stranger.force_login(cast.bakyt)

        summary = leader.get(
            reverse("journal:class_half_year", args=[group.pk, half.number])
        ).content.decode()
        page = reverse("journal:attendance", args=[group.pk, half.number])
        self.assertIn(f'href="{page}"', summary)
        shown = leader.get(page).content.decode()
        run = next(
            url
            for url in findall(r'href="(/journal/class/\d+/absences/[^"]+)"', shown)
            if "kind=missed" in url
        )
        opened = leader.get(unescape(run)).context["page"].object_list
        self.assertEqual({(row.student, row.on) for row in opened}, {(cast.nurlan, day) for day in days})

        sheet = reverse("journal:attendance_paper", args=[group.pk, half.number])
        printed = docx.Document(BytesIO(leader.get(sheet, {"format": "docx"}).content))
        total = next(table for table in printed.tables if table.cell(0, 0).text == "№").rows[-1].cells
        figures = selectors.class_half_year(group, half).absences
        self.assertEqual([total[-7].text, total[-6].text], [str(figures.missed), str(figures.ill)])
        for url in (page, unescape(run), sheet):
            self.assertEqual(stranger.get(url).status_code, 404)
