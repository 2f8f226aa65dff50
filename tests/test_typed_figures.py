"""The figures of a real lyceum are the same when everything is typed instead of imported (3.8, 3.9, 5.1).

Fourteen classes: term marks and missed lessons go in as teachers put them in, one class of them on the pages; what the
half-year report says of each class is laid beside figures that were computed apart from the product.
"""

import csv
import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.journal import selectors, services
from jetekchi.journal.models import Absence, Lesson, TermMark
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import ClassGroup, Student
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests import tables
from tests import cast

pytestmark = pytest.mark.once
DATA = Path(__file__).parent / "real_input"
MARKS = {"н/а": "na"}
CLASS = {"excellent": "n5_or_excellent", "good": "n4_or_good", "failing": "n2_or_failing"}
CLASS |= {"success": "success_pct", "quality": "quality_pct"}
SUBJECT = {
    "n": "N",
    "n5": "n5_or_excellent",
    "n4": "n4_or_good",
    "n3": "n3",
    "n2": "n2_or_failing",
    "na": "n_na",
}
SUBJECT |= {"success": "success_pct", "quality": "quality_pct", "sou": "sou", "mean": "mean_or_absences"}
MISSED = ("missed", "ill", "valid", "unexcused")
SIGNS = {"б": "ill", "у": "valid", "н": "without"}
ON_PAGES = "10-Б"


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TypedFigures(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = c = cast.build(date(2025, 10, 6))
        # The cast's own classes carry labels that the data have too.
        for group, label in ((c.class_a, "9-А"), (c.class_b, "9-Б")):
            ClassGroup.objects.filter(pk=group.pk).update(label=label)
        listed = [
            (row["student"], "Бейтаанышова", "Жаннат", "", row["class"], "жен", "04.04.2010")
            for row in rows_of("students.csv")
        ]
        given = {"name": "тизме.csv", "data": tables.students(*listed), "create_missing": True}
        importing.take_in(by=None, kind=importing.STUDENTS, year_name=c.year.name, **given)
        cls.classes = {one.label: one for one in ClassGroup.objects.filter(label__regex="^1[01]-")}
        cls.students = {one.number: one for one in Student.objects.select_related("class_group")}
        for number, group in enumerate(cls.classes.values(), 1):
            organisation.appoint_leader(
                by=None, class_group=group, leader=c.staff(c.aigul), order_no=f"{number}-К",
                order_on=c.year.start_on, from_on=c.year.start_on,
            )  # fmt: skip
            for subject in (c.maths, c.literature):
                organisation.assign_teaching(
                    by=None, teacher=c.staff(c.chynara), class_group=group, subject=subject,
                    from_on=c.year.start_on,
                )  # fmt: skip
        cls.subjects = {one.name: one for one in (c.maths, c.literature)}
        cls.teacher = Client()
        cls.teacher.force_login(c.chynara)
        cls.type_marks()
        cls.type_absences()

    @classmethod
    def type_marks(cls) -> None:
        quarters = {one.number: one for one in cls.cast.half.quarters.all()}
        periods = {one.key: one for one in selectors.periods_of(cls.cast.year)}
        columns: dict[tuple[str, str, int], dict[int, str]] = defaultdict(dict)
        for row in rows_of("term_marks.csv"):
            student = cls.students[row["student"]]
            place = (student.class_group.label, row["subject"], int(row["term"]))
            columns[place][student.pk] = MARKS.get(row["mark"], row["mark"])
        for (label, name, number), marks in columns.items():
            group, subject, key = cls.classes[label], cls.subjects[name], str(quarters[number].pk)
            if label == ON_PAGES:
                page = reverse("journal:term_marks", args=[group.pk, subject.pk])
                sent = {f"mark_{pk}": value for pk, value in marks.items()} | {
                    f"was_{pk}": "" for pk in marks
                }
                cls.teacher.post(f"{page}?term={key}", sent)
                continue
            services.set_term_marks(
                by=cls.cast.chynara, class_group=group, subject=subject, period=periods[key],
                typed=[services.TypedMark(pk, value) for pk, value in marks.items()],
            )  # fmt: skip

    @classmethod
    def type_absences(cls) -> None:
        """The n-th missed lesson of a student at the n-th lesson of the class: their days are drawn in the data too."""
        away: dict[str, list[dict[int, str]]] = defaultdict(list)
        count: Counter[int] = Counter()
        for row in rows_of("absences.csv"):
            student = cls.students[row["student"]]
            rolls = away[student.class_group.label]
            if count[student.pk] == len(rolls):
                rolls.append({})
            rolls[count[student.pk]][student.pk] = SIGNS[row["sign"]]
            count[student.pk] += 1
        teacher, first = cls.cast.staff(cls.cast.chynara), cls.cast.half.start_on
        for label, rolls in away.items():
            group = cls.classes[label]
            for step, missing in enumerate(rolls):
                lesson = Lesson.objects.create(
                    class_group=group,
                    subject=cls.cast.maths,
                    teacher=teacher,
                    on=first + timedelta(step),
                    number=1,
                )
                if label == ON_PAGES:
                    sent = {f"a{pk}": "on" for pk in missing} | {
                        f"w{pk}": sign for pk, sign in missing.items()
                    }
                    cls.teacher.post(reverse("journal:roll", args=[lesson.pk]), {"seen": 0, **sent})
                    continue
                marks = {pk: services.Mark(sign) for pk, sign in missing.items()}
                services.take_roll(by=cls.cast.chynara, lesson=lesson, marks=marks)

    def report(self, label: str) -> dict[str, Any]:
        client = Client()
        client.force_login(self.cast.aigul)
        url = reverse("reports:paper", args=[self.classes[label].pk, self.cast.half.number])
        found: dict[str, Any] = json.loads(client.get(f"{url}?format=json").content)
        return found

    def test_the_report_of_each_class_says_the_expected_figures(self) -> None:
        expected: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows_of("expected.csv"):
            expected[row["class"]].append(row)
        self.assertEqual(len(expected), 14)
        for label, rows in expected.items():
            found = self.report(label)
            study = {one["subject"]: one for one in found["study"] if one["term"] == 2}
            (whole,) = [one for one in found["summary"] if one["term"] == 2]
            for row in rows:
                if row["subject"] == "*class*":
                    self.assertEqual(
                        [whole[name] for name in CLASS], [float(row[name]) for name in CLASS.values()], label
                    )
                    missed = ";".join(f"{name}={found['absences'][name]}" for name in MISSED)
                    self.assertEqual(missed, row["mean_or_absences"], label)
                    continue
                one = study[row["subject"]]
                told = [float(row[name]) for name in SUBJECT.values()]
                self.assertEqual([one[name] for name in SUBJECT], told, (label, row["subject"]))

    def test_everything_was_typed_and_nothing_imported(self) -> None:
        self.assertEqual(TermMark.objects.filter(given_by=self.cast.chynara).count(), 1400)
        self.assertEqual(Absence.objects.filter(roll__taken_by=self.cast.chynara).count(), 1240)
