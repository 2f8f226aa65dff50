"""A timetable out of a file: twice is once, a change begins on its day, an undo takes back all of it (4.1)."""

from django.test import TestCase

from jetekchi.journal import services
from jetekchi.journal.models import ClassPart, Lesson, TimetableSlot
from jetekchi.organisation.models import ImportRun, Teaching
from jetekchi.organisation.services import importing
from tests import cast as people

HEAD = "класс;күнү;сабак;предмет;мугалим;топчо;кабинет;баштап\n"


class TestTimetableImport(TestCase):
    """One class, two days."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build()

    def take(self, lines: str, **more: bool) -> importing.Rehearsal:
        kind = importing.kind_of("timetable")
        assert kind is not None
        return importing.take_in(by=None, kind=kind, name="t.csv", data=(HEAD + lines).encode(), **more)

    def test_twice_is_once_and_a_change_keeps_what_was_in_force_before(self) -> None:
        lines = (
            "10-А;дүйшөмбү;1;Математика;Эсенгулова Чынара;;12;\n10а;вт;2;Адабият;Токтомушев Бакыт;1-топ;;\n"
        )
        first = self.take(lines)
        assert first.plan.counts["added"] == 2
        assert TimetableSlot.objects.count() == 2 and ClassPart.objects.get().name == "1-топ"
        # Who gives lessons to the class teaches it.
        assert Teaching.objects.filter(
            teacher=self.cast.staff(self.cast.bakyt), class_group=self.cast.class_a
        ).exists()
        assert self.take(lines).run is None
        day = self.cast.half.start_on.replace(day=20)
        self.take(f"10-А;1;1;Адабият;Эсенгулова Чынара;;12;{day.isoformat()}\n")
        old, new = TimetableSlot.objects.filter(weekday=1).order_by("from_on")
        assert (old.subject, new.subject, new.from_on) == (self.cast.maths, self.cast.literature, day)
        assert old.until_on is not None and old.until_on < day
        importing.undo(by=None, run=ImportRun.objects.latest("pk"))
        assert TimetableSlot.objects.get(weekday=1).until_on is None
        made = services.generate_lessons(
            by=None, classes=[self.cast.class_a], first=self.cast.half.start_on, last=self.cast.half.end_on
        )
        assert made.made == Lesson.objects.count() > 10

    def test_an_unknown_teacher_and_the_same_hour_twice_are_refused_with_their_line(self) -> None:
        kind = importing.kind_of("timetable")
        assert kind is not None
        lines = "10-А;1;1;Математика;Ким Билет;;;\n"
        lines += "10-А;2;1;Математика;Эсенгулова Чынара;;;\n10-А;2;1;Адабият;Эсенгулова Чынара;;;\n"
        found = importing.rehearse(kind=kind, name="t.csv", data=(HEAD + lines).encode()).plan
        assert [row.row.line for row in found.refused] == [2, 4]
        assert not TimetableSlot.objects.exists()

    def test_nobody_is_in_two_classes_at_once_unless_it_is_one_joint_lesson(self) -> None:
        def refused(lines: str) -> dict[int, str]:
            kind = importing.kind_of("timetable")
            assert kind is not None
            plan = importing.rehearse(kind=kind, name="t.csv", data=(HEAD + lines).encode()).plan
            return {row.row.line: str(row.row.problems[0].reason) for row in plan.refused}

        chynara, bakyt = "Математика;Эсенгулова Чынара", "Математика;Токтомушев Бакыт"
        twice = refused(f"10-А;1;1;{chynara};;12;\n10-Б;1;1;{chynara};;14;\n10-Б;1;2;{chynara};;14;\n")
        assert list(twice) == [3] and "10-А" in twice[3]
        assert not refused(f"10-А;1;1;{chynara};;Зал;\n10-Б;1;1;{chynara};;Зал;\n")
        self.take(f"10-А;1;1;{chynara};;12;\n10-Б;1;1;{bakyt};;14;\n")
        # Against what stands already; two who change places are judged as it will stand.
        against = refused(f"10-Б;1;1;{chynara};;14;\n")
        assert list(against) == [2] and "10-А" in against[2]
        assert not refused(f"10-Б;1;1;{chynara};;14;\n10-А;1;1;{bakyt};;12;\n")
        # One of the two cannot be read: the other would meet what stays.
        assert list(refused(f"10-Б;1;1;{chynara};;14;\n10-А;1;1;Математика;Ким Билет;;12;\n")) == [2, 3]
        self.take(f"10-Б;1;1;{chynara};;14;\n10-Б;1;3;{chynara};;14;\n", skip_bad_rows=True)
        assert set(TimetableSlot.objects.values_list("number", flat=True)) == {1, 3}
        assert Teaching.objects.filter(teacher=self.cast.staff(self.cast.bakyt)).count() == 1
