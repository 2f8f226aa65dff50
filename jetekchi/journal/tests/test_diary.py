"""The week of a student, «seen», the leader's check and her word to the family (4.1)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.models import AuditEvent
from jetekchi.documents.tests.race import race
from jetekchi.journal import selectors, services
from jetekchi.journal.models import Absence, DiaryCheck, DiaryRemark, DiarySeen, Lesson, LessonMark
from jetekchi.journal.services import Mark
from jetekchi.journal.tests import lesson_factories
from jetekchi.journal.tests.test_lessons_and_rolls import refused
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Guardianship, Student
from tests import cast as people
from tests.emptied import Emptied


def browser(user: object) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


class DiaryCase(TestCase):
    """The cast with the lessons of two weeks; the last school day is `day`."""

    cast: people.Cast
    maths: Lesson
    literature: Lesson

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build()
        cls.maths, cls.literature = lesson_factories.lessons(cls.cast)
        cls.day = cls.maths.on
        cls.monday = selectors.monday_of(cls.day)

    def page(self, user: object, student: Student, **asked: str) -> str:
        return browser(user).get(reverse("journal:diary", args=[student.pk]), asked).content.decode()

    def lines(self, student: Student, day: date) -> list[tuple[int, str, str, str]]:
        """Number, subject, mark, absence of a day."""
        week = selectors.diary_week(student, day)
        (found,) = [one for one in week.days if one.day == day]
        return [
            (line.number, str(line.lesson.subject) if line.lesson else "", line.mark, line.missed)
            for line in found.lines
        ]


class TestWhoLooked(DiaryCase):
    def test_the_family_reads_who_of_the_school_looked_into_marks_and_diary(self) -> None:
        c, pages = self.cast, ("journal:student", "journal:diary")
        for name, user in zip(pages, (c.elmira, c.damir), strict=True):
            for _again in range(2):
                assert browser(user).get(reverse(name, args=[c.nurlan.pk])).status_code == 200
        for name in pages:
            browser(c.ainura).get(reverse(name, args=[c.nurlan.pk]))
        events = AuditEvent.objects.filter(action="organisation:student:read", subject_pk=str(c.nurlan.pk))
        assert [one.by for one in events.order_by("pk")] == [c.elmira, c.damir]
        card = browser(c.ainura).get(reverse("organisation:student", args=[c.nurlan.pk])).content.decode()
        assert c.elmira.name in card and c.damir.name in card


class TestTheWeek(DiaryCase):
    def test_lessons_homework_marks_and_absences_of_one_student_stand_by_days(self) -> None:
        nurlan, meerim = self.cast.nurlan, self.cast.meerim
        services.write_lesson(by=self.cast.chynara, lesson=self.maths, topic="Туунду", homework="12-маселе")
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={nurlan.pk: Mark("late", 7)})
        LessonMark.objects.create(lesson=self.maths, student=nurlan, value="4", given_at=timezone.now())
        LessonMark.objects.create(lesson=self.maths, student=meerim, value="2", given_at=timezone.now())
        Absence.objects.create(
            student=nurlan, class_group=self.cast.class_a, on=self.day, lesson=5, kind="unexcused"
        )
        assert [line[0] for line in self.lines(nurlan, self.day)] == [2, 3, 5]
        assert self.lines(nurlan, self.day)[0][2] == "4" and self.lines(meerim, self.day)[0][2:] == ("2", "")
        page = self.page(self.cast.ainura, nurlan, week=self.day.isoformat())
        assert "Туунду" in page and "12-маселе" in page and "Бакыт кызы" not in page
        # An older week without lessons, and an address that is no day, are pages as well.
        assert self.page(self.cast.nurlan_user, nurlan, week="2020-01-01")
        assert self.page(self.cast.nurlan_user, nurlan, week="жума")
        with CaptureQueriesContext(connection) as few:
            selectors.diary_week(nurlan, self.day)
        with CaptureQueriesContext(connection) as none:
            selectors.diary_week(nurlan, self.day - timedelta(days=600))
        assert len(none) <= len(few) <= 10

    def test_who_changed_class_sees_each_class_in_its_time(self) -> None:
        nurlan = self.cast.nurlan
        days = [self.monday + timedelta(days=step) for step in range(5)]
        first, second = days[0] - timedelta(days=7), days[1] - timedelta(days=7)
        for day in (first, second):
            for group, number in ((self.cast.class_a, 6), (self.cast.class_b, 7)):
                Lesson.objects.create(
                    class_group=group, subject=self.cast.literature, on=day, number=number,
                    teacher=self.cast.staff(self.cast.bakyt),
                )  # fmt: skip
        organisation.move_student(
            by=None, student=nurlan, class_group=self.cast.class_b, from_on=second, order_no="5"
        )
        assert 6 in [line[0] for line in self.lines(nurlan, first)]
        assert 7 not in [line[0] for line in self.lines(nurlan, first)]
        assert 7 in [line[0] for line in self.lines(nurlan, second)]
        assert 6 not in [line[0] for line in self.lines(nurlan, second)]
        week = selectors.diary_week(nurlan, second)
        assert [group.label for group in week.classes] == ["10-А", "10-Б"]

    def test_a_barred_guardian_gets_what_a_stranger_gets_and_two_children_are_never_mixed(self) -> None:
        nurlan, meerim, ainura = self.cast.nurlan, self.cast.meerim, self.cast.ainura
        url, missing = (reverse("journal:diary", args=[pk]) for pk in (nurlan.pk, 987_654))
        barred = browser(self.cast.kubat)
        assert barred.get(url).status_code == barred.get(missing).status_code == 404
        seen = reverse("journal:diary_seen", args=[nurlan.pk])
        assert barred.post(seen, {"week": self.monday}).status_code == 404
        assert browser(ainura).get(reverse("journal:diary", args=[meerim.pk])).status_code == 404
        assert ainura.person is not None
        organisation.add_guardian(
            by=None, student=meerim, person=ainura.person, kind=Guardianship.Kind.GUARDIAN
        )
        services.write_to_family(by=self.cast.aigul, student=meerim, week=self.day, text="Мээрим жөнүндө")
        page = self.page(ainura, nurlan, week=self.day.isoformat())
        assert reverse("journal:diary", args=[meerim.pk]) in page and "Мээрим жөнүндө" not in page
        assert "Мээрим жөнүндө" in self.page(ainura, meerim, week=self.day.isoformat())
        first = browser(ainura).get("/").content.decode()
        assert all(reverse("journal:diary", args=[one.pk]) in first for one in (nurlan, meerim))


class TestSeen(DiaryCase):
    def test_looking_is_not_seen_and_one_tap_is_kept_once(self) -> None:
        nurlan, ainura = self.cast.nurlan, self.cast.ainura
        events = AuditEvent.objects.count()
        self.page(ainura, nurlan, week=self.day.isoformat())
        assert not DiarySeen.objects.exists() and AuditEvent.objects.count() == events
        url, client = reverse("journal:diary_seen", args=[nurlan.pk]), browser(ainura)
        for _time in range(3):
            assert client.post(url, {"week": self.day.isoformat()}).status_code == 302
        seen = DiarySeen.objects.get()
        assert (seen.week, seen.by, AuditEvent.objects.count()) == (self.monday, ainura, events + 1)
        # A grown-up listener speaks for himself, a pupil does not.
        tilek = reverse("journal:diary_seen", args=[self.cast.tilek.pk])
        assert browser(self.cast.tilek_user).post(tilek, {"week": self.day}).status_code == 302
        assert browser(self.cast.nurlan_user).post(url, {"week": self.day}).status_code == 403
        with refused("week-to-come"):
            services.mark_seen(by=ainura, student=nurlan, week=timezone.localdate() + timedelta(days=8))
        with refused("week-outside"):
            services.mark_seen(by=ainura, student=nurlan, week=date(2020, 2, 3))

    def test_the_leader_sees_who_has_not_looked_and_takes_the_list_out(self) -> None:
        services.mark_seen(by=self.cast.ainura, student=self.cast.nurlan, week=self.day)
        url, leader = reverse("journal:diaries", args=[self.cast.class_a.pk]), browser(self.cast.aigul)
        rows = {row.student: row for row in selectors.looks_of(self.cast.class_a, self.day)}
        assert rows[self.cast.nurlan].days == 0 and rows[self.cast.nurlan].has_seen_week
        assert rows[self.cast.meerim].is_out_of_reach and rows[self.cast.meerim].days is None
        silent = leader.get(url, {"week": self.day, "which": "silent"}).content.decode()
        assert "Бакыт кызы" in silent and "Токтогулов Нурлан" not in silent
        table = leader.get(url, {"format": "csv"}).content.decode()
        assert "Токтогулова Айнура" in table and "Бакыт кызы" in table
        assert browser(self.cast.chynara).get(url).status_code == 403

    def test_the_leader_checks_the_class_once_a_week_and_writes_to_a_family(self) -> None:
        group, leader = self.cast.class_a, browser(self.cast.aigul)
        url = reverse("journal:diaries", args=[group.pk])
        for _time in range(2):
            assert leader.post(url, {"week": self.day}).status_code == 302
        assert DiaryCheck.objects.get().by == self.cast.aigul
        assert browser(self.cast.damir).post(url, {"week": self.day}).status_code == 403
        word = reverse("journal:diary_remark", args=[self.cast.nurlan.pk])
        assert leader.post(word, {"week": self.day, "text": "Жакшы жүрөт"}).status_code == 302
        assert "Жакшы жүрөт" in self.page(self.cast.ainura, self.cast.nurlan, week=self.day.isoformat())
        assert browser(self.cast.ainura).post(word, {"week": self.day, "text": "-"}).status_code == 403
        assert leader.post(word, {"week": self.day, "text": "  "}).status_code == 200
        assert DiaryRemark.objects.count() == 1
        weeks = selectors.diary_weeks([group], self.cast.half.start_on, self.cast.half.end_on)[group.pk]
        assert (weeks.held, weeks.checked) == (0, 0)
        Lesson.objects.filter(class_group=group, on__lt=self.monday).update(state="held")
        services.check_diaries(by=self.cast.aigul, class_group=group, week=self.monday - timedelta(days=7))
        weeks = selectors.diary_weeks([group], self.cast.half.start_on, self.cast.half.end_on)[group.pk]
        assert (weeks.held, weeks.checked) == (1, 1)
        organisation.close_term(by=None, term=self.cast.half, reason="эрте")
        if self.cast.half.holds(self.monday):
            with refused("half-year-closed"):
                services.check_diaries(by=self.cast.aigul, class_group=self.cast.class_b, week=self.day)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
class TestTwoAtOnce(Emptied):
    def test_two_taps_at_once_are_one_seen_and_two_leaders_one_check(self) -> None:
        cast, today = people.build(), timezone.localdate()
        race(*[lambda: services.mark_seen(by=cast.ainura, student=cast.nurlan, week=today)] * 2)
        race(
            *[
                lambda who=who: services.check_diaries(by=who, class_group=cast.class_a, week=today)
                for who in (cast.aigul, cast.damir)
            ]
        )
        assert DiarySeen.objects.count() == DiaryCheck.objects.count() == 1
