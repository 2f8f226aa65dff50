"""What the making and the moving of lessons must leave alone: closed half-years, marks, works, free days (3.9, 4.1)."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal import services
from jetekchi.journal.models import Lesson, LessonWork, MarkKind
from jetekchi.journal.selectors.marked_day import lessons_of_free_day
from jetekchi.journal.selectors.school_days import days_between, school_days
from jetekchi.journal.services import Cell
from jetekchi.journal.tests.test_lessons_and_rolls import LessonCase, refused
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import CalendarDay, Teaching, Term


class LessonsStay(LessonCase):
    kind: MarkKind
    half: Term

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.kind = services.save_kind(by=None, name="Текшерүү иш", weight=3, is_test=True)
        cls.half = cls.cast.year.terms.get(
            kind="half_year", start_on__lte=cls.maths.on, end_on__gte=cls.maths.on
        )

    def make(self) -> services.Generated:
        week = timedelta(days=7)
        return services.generate_lessons(
            by=None, classes=[self.cast.class_a], first=self.maths.on - week, last=self.maths.on + week
        )

    def mark(self, lesson: Lesson, value: str, version: int = 0) -> None:
        [outcome] = services.save_marks(
            by=self.cast.chynara,
            class_group=self.cast.class_a,
            subject=self.cast.maths,
            cells=[Cell(lesson.pk, self.cast.nurlan.pk, value, version)],
        )
        assert outcome.state == "saved"

    def set_aside(self, lesson: Lesson) -> None:
        services.plan_work(by=self.cast.chynara, lesson=lesson, kind=self.kind)


class TestMaking(LessonsStay):
    def test_lessons_of_a_closed_half_year_stay_and_the_page_says_so(self) -> None:
        organisation.close_term(by=None, term=self.half, reason="эрте")
        of_class = Lesson.objects.filter(class_group=self.cast.class_a)
        shut = of_class.filter(on__range=(self.half.start_on, self.half.end_on))
        before = set(shut.values_list("pk", "subject"))
        self.cast.class_a.slots.update(subject=self.cast.literature)
        days = {"first": self.maths.on - timedelta(days=7), "last": self.maths.on + timedelta(days=7)}
        page = self.as_user(self.cast.elmira).post(
            reverse("journal:timetables"), {"deed": "make", **days}, follow=True
        )
        assert before and set(shut.values_list("pk", "subject")) == before
        assert "Жабылган жарым жылдыктын" in page.content.decode()

    def test_a_lesson_with_a_mark_an_emptied_mark_a_work_or_a_substitute_keeps_its_subject(self) -> None:
        self.mark(self.maths, "5")
        self.mark(self.maths, "", 1)
        self.set_aside(self.literature)
        Lesson.objects.filter(pk=self.maths.pk).update(topic="", homework="")
        given = Lesson.objects.filter(class_group=self.cast.class_a, number=2).exclude(pk=self.maths.pk)
        other = given.latest("on")
        Lesson.objects.filter(pk=other.pk).update(substitute=self.cast.staff(self.cast.bakyt))
        physics = organisation.ensure_subject(by=None, name="Физика", name_ru="Физика", name_en="Physics")
        damir = self.cast.staff(self.cast.damir)
        self.cast.class_a.slots.update(subject=physics, teacher=damir)
        assert self.make().changed
        for lesson in (self.maths, self.literature, other):
            was = (lesson.subject_id, lesson.teacher_id)
            lesson.refresh_from_db()
            assert (lesson.subject_id, lesson.teacher_id) == was


class TestMarkingAHoliday(LessonsStay):
    def told(self, user: Any, kind: str = "holiday") -> dict[str, Any]:
        """What the calendar says of the lessons of the day that was just marked: count and pages by what becomes of them."""
        client = self.as_user(user)
        page = client.post(
            reverse("organisation:day_mark"), {"day": self.maths.on, "kind": kind}, follow=True
        )
        self.page = page.content.decode()
        return {("stay" if one.links else "go"): (one.count, one.links) for one in page.context["on_day"]}

    def test_the_calendar_says_which_lessons_go_and_which_stay_and_leads_to_them(self) -> None:
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={})
        of_day = Lesson.objects.filter(on=self.maths.on, state__in=Lesson.STANDING)
        before = set(of_day.values_list("pk", flat=True))
        told = self.told(self.cast.farhat)
        assert (told["go"][0], told["stay"][0]) == (len(before) - 1, 1)
        [link] = told["stay"][1]
        assert link.title == f"10-А: {self.maths.number}" and link.url in self.page
        assert (
            str(self.maths.on) in link.url and self.as_user(self.cast.farhat).get(link.url).status_code == 200
        )
        # Nothing has gone yet: the making of the lessons does what was told.
        assert set(of_day.values_list("pk", flat=True)) == before
        day = self.maths.on
        classes = [self.cast.class_a, self.cast.class_b]
        services.generate_lessons(by=None, classes=classes, first=day, last=day)
        assert [one.pk for one in of_day] == [self.maths.pk]

    def test_a_working_day_and_a_day_without_lessons_say_nothing(self) -> None:
        assert self.told(self.cast.farhat, kind="online") == {}
        Lesson.objects.filter(on=self.maths.on).delete()
        assert self.told(self.cast.farhat) == {}

    def test_a_day_made_ordinary_again_says_how_many_lessons_come_back(self) -> None:
        day = self.maths.on
        lessons = Lesson.objects.filter(on=day, state__in=Lesson.STANDING)
        before = lessons.count()
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={})
        marked = organisation.mark_day(by=None, day=day, kind=CalendarDay.Kind.HOLIDAY)
        classes = [self.cast.class_a, self.cast.class_b]
        services.generate_lessons(by=None, classes=classes, first=day, last=day)
        assert lessons.count() == 1 < before
        farhat = self.as_user(self.cast.farhat)
        page = farhat.post(reverse("organisation:day_clear", args=[marked.pk]), follow=True)
        [told] = page.context["on_day"]
        assert told.count == before - 1
        services.generate_lessons(by=None, classes=classes, first=day, last=day)
        assert lessons.count() == before
        for said in (day.isoformat(), "2026-02-31", "x"):
            again = farhat.get(reverse("organisation:calendar"), {"cleared": said})
            assert again.context["on_day"] == [], said
        assert (
            self.as_user(self.cast.aigul).get(again.request["PATH_INFO"], {"cleared": day}).status_code == 200
        )

    def test_as_many_questions_for_one_lesson_as_for_all(self) -> None:
        marked = organisation.mark_day(by=None, day=self.maths.on, kind=CalendarDay.Kind.HOLIDAY)
        Lesson.objects.filter(on=self.maths.on).update(topic="Туунду")
        list(lessons_of_free_day(self.cast.farhat, marked))
        with CaptureQueriesContext(connection) as of_all:
            list(lessons_of_free_day(self.cast.farhat, marked))
        Lesson.objects.filter(on=self.maths.on).exclude(pk=self.maths.pk).delete()
        with CaptureQueriesContext(connection) as of_one:
            list(lessons_of_free_day(self.cast.farhat, marked))
        assert len(of_all) == len(of_one) == 2


class TestMoving(LessonsStay):
    def change(self, on: date, lesson: Lesson | None = None) -> Any:
        url = reverse("journal:lesson_change", args=[(lesson or self.maths).pk])
        form = {"deed": "move", "on": on, "number": 5, "reason": "сапар"}
        return self.as_user(self.cast.elmira).post(url, form, follow=True)

    def another_day(self) -> date:
        """A school day of the same half-year and of another week, when it has one, or of the same."""
        days = school_days(self.cast.year, self.half.start_on, self.half.end_on)
        return max((day for day in days if day != self.maths.on), key=lambda day: abs(day - self.maths.on))

    def test_only_to_a_school_day_of_the_year_and_the_day_says_why(self) -> None:
        year, free = self.cast.year, self.another_day()
        terms = [(term.start_on, term.end_on) for term in self.half.quarters.all()]
        sunday = next(
            day for span in terms for day in days_between(*span) if day.weekday() == 6 and span[0] < day
        )
        saturday = sunday - timedelta(days=1)
        organisation.mark_day(by=None, day=free, kind=CalendarDay.Kind.VACATION)
        CalendarDay.objects.filter(day__in=(sunday, saturday)).delete()
        for day, words in (
            (year.end_on + timedelta(days=400), "окуу жылынын"),
            (year.start_on - timedelta(days=400), "окуу жылынын"),
            (free, "эс алуу күнү"),
            (sunday, "дем алыш күн (жекшемби)"),
        ):
            errors = self.change(day).context["form"].errors
            assert words in str(errors.get("on")), (day, errors)
            with refused("no-school-day"):
                services.move_lesson(by=None, lesson=self.maths, on=day, number=5, reason="сапар")
        organisation.mark_day(by=None, day=saturday, kind=CalendarDay.Kind.WORKING)
        assert (
            services.move_lesson(by=None, lesson=self.maths, on=saturday, number=5, reason="сапар").on
            == saturday
        )

    def test_its_planned_work_goes_with_it_and_one_test_too_many_is_told(self) -> None:
        day = self.another_day()
        self.set_aside(self.maths)
        full = Lesson.objects.create(
            class_group=self.cast.class_a,
            subject=self.cast.literature,
            teacher=self.cast.staff(self.cast.bakyt),
            on=day,
            number=6,
        )
        self.set_aside(full)
        assert "башка күндү тандаңыз" in self.change(day).content.decode()
        moved = Lesson.objects.get(moved_from=self.maths)
        assert LessonWork.objects.get(lesson=moved).kind == self.kind
        page = self.as_user(self.cast.chynara).get(
            reverse("journal:tests", args=[self.cast.class_a.pk]), {"day": day}
        )
        assert {one.pk for week in page.context["weeks"] for at in week.days for one in at.lessons} >= {
            moved.pk
        }

    def test_not_while_marks_stand_in_it(self) -> None:
        self.mark(self.maths, "4")
        day = self.another_day()
        assert "Бул сабакта баа коюлган" in self.change(day).content.decode()
        self.mark(self.maths, "", 1)
        self.change(day)
        assert Lesson.objects.get(moved_from=self.maths).on == day


class TestWeights(LessonsStay):
    def test_a_kind_that_weighed_in_a_closed_half_year_keeps_its_weight(self) -> None:
        self.set_aside(self.maths)
        organisation.close_term(by=None, term=self.half, reason="эрте")
        client, url = self.as_user(self.cast.elmira), reverse("journal:kind", args=[self.kind.pk])
        page = client.post(url, {"name": "Текшерүү", "weight": 9})
        assert "анын салмагы өзгөртүлбөйт" in page.content.decode()
        client.post(url, {"name": "Текшерүү", "weight": 3})
        self.kind.refresh_from_db()
        assert (self.kind.name, self.kind.weight) == ("Текшерүү", 3)
        organisation.reopen_term(by=None, term=self.half, reason="ката")
        client.post(url, {"name": "Текшерүү", "weight": 9})
        self.kind.refresh_from_db()
        assert self.kind.weight == 9


class TestEndedTeaching(LessonsStay):
    def test_who_teaches_another_subject_by_now_writes_no_more_into_the_old_lessons(self) -> None:
        cast, yesterday = self.cast, timezone.localdate() - timedelta(days=1)
        urls = [reverse(f"journal:{name}", args=[self.maths.pk]) for name in ("roll", "lesson")]
        client = self.as_user(cast.chynara)
        assert client.get(urls[0]).status_code == 200
        Teaching.objects.filter(class_group=cast.class_a, subject=cast.maths).update(
            until_on=yesterday, from_on=min(cast.year.start_on, yesterday)
        )
        organisation.assign_teaching(
            by=None,
            teacher=cast.staff(cast.chynara),
            class_group=cast.class_a,
            subject=cast.literature,
            from_on=cast.year.start_on,
        )
        assert [client.post(url, {"seen": 0, "topic": "Башка"}).status_code for url in urls] == [403, 403]
        # What was given is still to be read, and a substitute's lesson is untouched by it.
        assert client.get(urls[1]).status_code == 200
        Lesson.objects.filter(pk=self.literature.pk).update(substitute=cast.staff(cast.chynara))
        Lesson.objects.filter(pk=self.literature.pk).update(on=timezone.localdate())
        Teaching.objects.filter(class_group=cast.class_a, teacher=cast.staff(cast.chynara)).delete()
        given = reverse("journal:lesson", args=[self.literature.pk])
        assert client.post(given, {"topic": "Айтматов"}).status_code == 302
