"""The timetable is made by hand: an hour of the week, parts of a class, shifts, and what becomes of the lessons (4.1)."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jetekchi.documents.tests.race import race
from jetekchi.journal import services
from jetekchi.journal.models import ClassPart, Lesson, PartMember, TimetableSlot
from jetekchi.journal.selectors.timetable_edit import hour_mark
from jetekchi.journal.tests import lesson_factories
from jetekchi.journal.tests.test_lessons_and_rolls import LessonCase, refused
from jetekchi.organisation.models import ClassGroup, SchoolYear, Subject, Teaching, Term
from tests import cast as people
from tests.emptied import Emptied

MONDAY = 1


def around(day: date) -> None:
    """The school year holds this day and some weeks after it, whenever the test is run."""
    for year in SchoolYear.objects.all():
        year.start_on, year.end_on = min(year.start_on, day), max(year.end_on, day + timedelta(days=30))
        year.save()


def hour(group: ClassGroup, number: int) -> services.Hour:
    """An hour of Monday as it stands now."""
    lines = TimetableSlot.objects.filter(class_group=group, weekday=MONDAY, number=number)
    return services.Hour(group, MONDAY, number, hour_mark(lines.order_by("from_on", "pk")))


def teaching(group: ClassGroup, subject: Subject) -> Teaching:
    """Who teaches it in the class."""
    return Teaching.objects.get(class_group=group, subject=subject, until_on=None)


class MakingCase(LessonCase):
    """Elmira, the head of study, at the timetable of 10-А: maths by Chynara in the second hour, literature in the third."""

    def setUp(self) -> None:
        self.today = timezone.localdate()
        around(self.today)
        self.group = ClassGroup.objects.select_related("year").get(pk=self.cast.class_a.pk)
        self.elmira = self.as_user(self.cast.elmira)
        self.maths_here = teaching(self.group, self.cast.maths)
        self.letters_here = teaching(self.group, self.cast.literature)

    def url(self, number: int, query: str = "") -> str:
        return reverse("journal:slot", args=[self.group.pk, MONDAY, number]) + query

    def words(self, number: int, **more: Any) -> dict[str, Any]:
        seen = hour(self.group, number).seen
        return {"seen": seen, "teaching": self.letters_here.pk, "from_on": self.today.isoformat(), **more}

    def line(self, number: int) -> TimetableSlot:
        return TimetableSlot.objects.get(
            class_group=self.group, weekday=MONDAY, number=number, until_on=None, part=None
        )

    def part(self, name: str, *students: Any) -> ClassPart:
        return services.set_part(by=None, class_group=self.group, name=name, students=students)

    def put(self, number: int, given: Teaching, **more: Any) -> TimetableSlot:
        where = hour(more.pop("group", self.group), number)
        return services.set_slot(by=None, hour=where, teaching=given, **({"from_on": self.today} | more))


class TestAnHour(MakingCase):
    def test_is_filled_with_one_choice_and_the_next_empty_hour_opens(self) -> None:
        answer = self.elmira.post(self.url(1), self.words(1, next="1", room=" 12 "))
        assert answer.status_code == 302
        # The second and the third hour are taken already.
        assert answer.headers["Location"] == self.url(4, f"?day={self.today}")
        assert (self.line(1).subject, self.line(1).room) == (self.cast.literature, "12")
        page = self.elmira.get(reverse("journal:timetable", args=[self.group.pk])).content.decode()
        assert self.url(1) in page and self.url(6) in page

    def test_changed_from_a_day_on_keeps_what_stood_before_it_and_the_lessons_that_were_held(self) -> None:
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={})
        old = self.line(2)
        assert self.elmira.post(self.url(2, f"?line={old.pk}"), self.words(2)).status_code == 302
        old.refresh_from_db()
        assert old.until_on == self.today - timedelta(days=1) and old.subject == self.cast.maths
        assert self.line(2).subject == self.cast.literature and self.line(2).from_on == self.today
        week = {"first": self.maths.on, "last": self.today + timedelta(days=13)}
        services.generate_lessons(by=None, classes=[self.group], **week)
        self.maths.refresh_from_db()
        assert self.maths.subject == self.cast.maths

    def test_names_the_class_in_which_a_teacher_is_and_refuses_to_put_her_into_both(self) -> None:
        page = self.elmira.get(self.url(1)).content.decode()
        assert "10-Б" in page
        answer = self.elmira.post(self.url(1), self.words(1, teaching=self.maths_here.pk))
        assert answer.status_code == 200 and "10-Б" in answer.content.decode()
        assert not TimetableSlot.objects.filter(class_group=self.group, number=1).exists()
        # A joint lesson, told by subject and room, is no clash.
        TimetableSlot.objects.filter(class_group=self.cast.class_b).update(room="Спорт залы")
        assert self.put(1, self.maths_here, room="Спорт залы").pk

    def test_in_a_room_where_another_class_is_at_that_time_is_named_to_the_head_of_study_and_not_refused(
        self,
    ) -> None:
        page = reverse("journal:timetable", args=[self.group.pk])
        TimetableSlot.objects.filter(class_group=self.cast.class_b).update(room="каб. 12")
        self.put(1, self.letters_here, room="Каб. 12")
        shown = self.elmira.get(page).content.decode()
        assert "Бир убакта бир бөлмөдө эки класс" in shown and "ошол эле учурда 10-Б" in shown
        assert "эки класс" not in self.as_user(self.cast.aigul).get(page).content.decode()
        TimetableSlot.objects.filter(class_group=self.cast.class_b).update(room="13")
        assert "эки класс" not in self.elmira.get(page).content.decode()

    def test_holds_one_lesson_for_the_class_or_one_for_each_part_and_nobody_twice(self) -> None:
        first, second = self.part("1-топ", self.cast.nurlan), self.part("2-топ", self.cast.nurlan)
        with refused("hour-taken"):
            self.put(2, self.letters_here, part=first)
        self.put(2, self.maths_here, part=first, line=self.line(2).pk)
        with refused("parts-meet"):
            self.put(2, self.letters_here, part=second)
        services.change_part(
            by=None, part=second, name="2-топ", students=[self.cast.meerim], from_on=self.today
        )
        self.put(2, self.letters_here, part=second)
        with refused("in-two-parts"):
            services.change_part(
                by=None, part=first, name="1-топ", students=[self.cast.meerim], from_on=self.today
            )
        assert list(PartMember.objects.filter(part=first).values_list("student", flat=True)) == [
            self.cast.nurlan.pk
        ]

    def test_takes_no_day_that_is_over_outside_the_year_or_in_a_closed_half_year(self) -> None:
        for code, day in (
            ("day-over", self.today - timedelta(days=1)),
            ("outside-year", self.group.year.end_on + timedelta(days=1)),
        ):
            with refused(code):
                self.put(4, self.letters_here, from_on=day)
        Term.objects.filter(kind=Term.Kind.HALF_YEAR).update(
            start_on=date(2000, 1, 1), end_on=date(2100, 1, 1), closed_at=timezone.now()
        )
        answer = self.elmira.post(self.url(4), self.words(4))
        assert answer.status_code == 200 and not TimetableSlot.objects.filter(number=4).exists()
        with refused("half-year-closed"):
            services.end_slot(by=None, hour=hour(self.group, 2), line=self.line(2).pk, from_on=self.today)

    def test_is_emptied_from_a_day_on_and_a_line_that_never_stood_goes(self) -> None:
        coming, later = self.line(2), self.today + timedelta(days=3)
        answer = self.elmira.post(
            self.url(2, f"?line={coming.pk}"),
            {"end": "1", "seen": hour(self.group, 2).seen, "from_on": later.isoformat()},
        )
        coming.refresh_from_db()
        assert answer.status_code == 302 and coming.until_on == later - timedelta(days=1)
        # Before a later line a new one ends by itself.
        self.put(2, self.letters_here, from_on=later)
        future = self.line(2)
        services.end_slot(by=None, hour=hour(self.group, 2), line=future.pk, from_on=later)
        assert not TimetableSlot.objects.filter(pk=future.pk).exists()

    def test_that_was_changed_meanwhile_is_not_overwritten(self) -> None:
        words = self.words(2)
        self.put(2, self.letters_here, line=self.line(2).pk)
        answer = self.elmira.post(self.url(2), words | {"teaching": self.maths_here.pk})
        assert answer.status_code == 200 and self.line(2).subject == self.cast.literature

    def test_of_another_class_or_without_the_right_is_shut(self) -> None:
        for who in (self.cast.aigul, self.cast.damir, self.cast.nurlan_user):
            client = self.as_user(who)
            assert client.post(self.url(1), self.words(1)).status_code in (403, 404)
            page = client.get(reverse("journal:timetable", args=[self.group.pk]))
            assert self.url(1) not in page.content.decode()
        foreign = services.set_part(by=None, class_group=self.cast.class_b, name="Б", students=[])
        assert self.elmira.get(reverse("journal:part", args=[self.group.pk, foreign.pk])).status_code == 404
        assert "part" not in self.elmira.post(self.url(4), self.words(4, part=foreign.pk)).headers
        assert not TimetableSlot.objects.filter(part=foreign).exists()


class TestParts(MakingCase):
    def test_are_made_by_ticking_name_who_is_in_none_and_stay_while_lessons_use_them(self) -> None:
        url, day = reverse("journal:parts", args=[self.group.pk]), {"from_on": self.today.isoformat()}
        assert (
            self.elmira.post(url, {"name": "Англис 1", "students": [self.cast.nurlan.pk], **day}).status_code
            == 302
        )
        page = self.elmira.get(url).content.decode()
        assert "Англис 1" in page and "Эч бир бөлүккө кирбеген окуучулар – 1: Бакыт кызы Мээрим" in page
        part = ClassPart.objects.get()
        again = self.elmira.post(url, {"name": "Англис 1", **day})
        assert again.status_code == 200 and ClassPart.objects.count() == 1
        self.put(4, self.letters_here, part=part)
        own = reverse("journal:part", args=[self.group.pk, part.pk])
        assert self.elmira.post(own, {"remove": "1"}).status_code == 200
        both = {"name": "Англис А", "students": [self.cast.nurlan.pk, self.cast.meerim.pk], **day}
        assert self.elmira.post(own, both).status_code == 302
        part.refresh_from_db()
        assert part.name == "Англис А" and part.members.count() == 2
        stranger = self.elmira.post(own, {"name": "Англис А", "students": [self.cast.sanjar.pk], **day})
        assert stranger.status_code == 200 and part.members.count() == 2
        TimetableSlot.objects.filter(part=part).delete()
        assert self.elmira.post(own, {"remove": "1"}).status_code == 302 and not ClassPart.objects.exists()


class TestWhatFollows(MakingCase):
    def test_what_would_become_of_the_lessons_is_counted_before_and_is_what_happens(self) -> None:
        services.generate_lessons(
            by=None, classes=[self.group], first=self.today, last=self.today + timedelta(days=14)
        )
        TimetableSlot.objects.filter(class_group=self.group, number=2).update(room="7")
        TimetableSlot.objects.filter(class_group=self.group, number=3).update(number=4)
        days = {"classes": [self.group], "first": self.today, "last": self.today + timedelta(days=14)}
        before = Lesson.objects.count()
        counted = services.count_lessons(**days)
        assert Lesson.objects.count() == before
        url = reverse("journal:timetable_make", args=[self.group.pk])
        page = self.elmira.get(reverse("journal:timetable", args=[self.group.pk])).content.decode()
        assert (url in page) == bool(counted.made or counted.changed)
        assert self.elmira.post(url).status_code == 302
        again = services.count_lessons(**days)
        assert (again.made, again.changed, again.removed) == (0, 0, 0)
        held = Lesson.objects.filter(class_group=self.group, on__gte=self.today)
        assert held.filter(room="7").count() == counted.changed
        assert held.filter(number=4).count() == counted.made == counted.removed

    def test_classes_change_their_shift_and_who_is_then_in_two_places_is_named(self) -> None:
        late = services.set_bells(
            by=None, shift=2, name="2", times=[(time(8), time(8, 45)), (time(8, 50), time(9, 35))]
        )
        page = reverse("journal:timetables")
        first = services.set_bells(
            by=None, shift=1, name="1", times=[(time(8), time(8, 45)), (time(9), time(9, 45))]
        )
        words = {"deed": "shifts"} | {
            f"shift_{group.pk}": first.pk for group in ClassGroup.objects.filter(year=self.group.year)
        }
        answer = self.elmira.post(page, words | {f"shift_{self.group.pk}": late.pk}, follow=True)
        self.group.refresh_from_db()
        assert (
            self.group.shift.schedule == late and ClassGroup.objects.filter(shift__isnull=False).count() == 1
        )
        assert self.cast.chynara.person.brief_name not in answer.content.decode()
        services.set_bells(by=None, shift=3, name="3", times=[(time(7), time(7, 45)), (time(8), time(8, 45))])
        third = services.set_bells(
            by=None, shift=3, name="3", times=[(time(7), time(7, 45)), (time(8), time(8, 45))]
        )
        answer = self.elmira.post(page, words | {f"shift_{self.group.pk}": third.pk}, follow=True)
        assert self.cast.chynara.person.brief_name in answer.content.decode()
        assert "07:00-07:45" in self.elmira.get(page + "?shift=3").content.decode()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
class TestTwoAtOnce(Emptied):
    def test_one_hour_saved_by_two_is_kept_once_and_one_teacher_taken_by_two_classes_is_in_one(self) -> None:
        cast = people.build()
        lesson_factories.timetable(cast)
        today = timezone.localdate()
        around(today)
        groups = list(
            ClassGroup.objects.filter(pk__in=[cast.class_a.pk, cast.class_b.pk]).select_related("year")
        )
        here = {"hour": hour(groups[0], 4), "from_on": today}
        answers = race(
            lambda: services.set_slot(by=None, teaching=teaching(cast.class_a, cast.maths), **here).number,
            lambda: (
                services.set_slot(by=None, teaching=teaching(cast.class_a, cast.literature), **here).number
            ),
        )
        assert sorted(map(str, answers)) == ["4", "hour-changed"]
        answers = race(
            *[
                lambda group=group: (
                    services.set_slot(
                        by=None, hour=hour(group, 5), teaching=teaching(group, cast.maths), from_on=today
                    ).number
                )
                for group in groups
            ]
        )
        assert sorted(map(str, answers)) == ["5", "teacher-busy"]
