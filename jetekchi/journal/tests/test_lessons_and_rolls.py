"""Timetable → lessons → roll → lists of missed lessons, and who may (4.1, 5.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.journal import selectors, services
from jetekchi.journal.models import Absence, Lesson, Roll, RollChange, RollEntry, TimetableSlot
from jetekchi.journal.services import Mark
from jetekchi.journal.tests import lesson_factories
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Term
from tests import cast as people


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The deed inside is refused with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


class LessonCase(TestCase):
    """The cast with a timetable and its lessons."""

    cast: people.Cast
    maths: Lesson
    literature: Lesson

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build()
        cls.maths, cls.literature = lesson_factories.lessons(cls.cast)

    def as_user(self, user: object) -> Client:
        """A browser in which the person is signed in."""
        client = Client()
        client.force_login(user)  # type: ignore[arg-type]
        return client


class TestLessons(LessonCase):
    def test_lessons_follow_timetable_and_calendar_and_lose_nothing_that_was_written(self) -> None:
        day, group = self.maths.on, self.cast.class_a
        week = {"classes": [group], "first": day - timedelta(days=7), "last": day + timedelta(days=7)}
        again = services.generate_lessons(by=None, **week)
        assert (again.made, again.changed, again.removed) == (0, 0, 0)
        assert not Lesson.objects.filter(class_group=group, on__week_day__in=(1, 7)).exists()
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={})
        organisation.mark_day(by=None, day=day, kind="holiday")
        moved = services.generate_lessons(by=None, **week)
        # The lesson with a roll stays, the one nobody wrote about goes, and comes back with the day.
        assert (moved.removed, moved.kept) == (1, 1)
        assert RollEntry.objects.filter(roll__lesson=self.maths).count() == 2
        organisation.mark_day(by=None, day=day, kind="working")
        assert services.generate_lessons(by=None, **week).made == 1
        TimetableSlot.objects.filter(class_group=group, number=3).update(number=4)
        services.cancel_lesson(
            by=None, lesson=Lesson.objects.get(class_group=group, on=day, number=3), reason="суук"
        )
        assert services.generate_lessons(by=None, **week).kept == 0
        assert Lesson.objects.get(class_group=group, on=day, number=3).state == "cancelled"
        assert Lesson.objects.get(class_group=group, on=day, number=4).state == "planned"

    def test_a_lesson_is_moved_and_given_to_a_substitute_who_takes_its_roll(self) -> None:
        bakyt, day = self.cast.staff(self.cast.bakyt), self.maths.on
        with refused("hour-taken"):
            services.move_lesson(by=None, lesson=self.maths, on=day, number=3, reason="сапар")
        moved = services.move_lesson(by=None, lesson=self.maths, on=day, number=5, reason="сапар")
        services.substitute_lesson(by=None, lesson=moved, substitute=bakyt, reason="ооруп калды")
        self.maths.refresh_from_db()
        assert (self.maths.state, self.maths.moved_to) == ("moved", moved)
        assert self.as_user(self.cast.bakyt).get(reverse("journal:roll", args=[moved.pk])).status_code == 200
        with refused("lesson-not-held"):
            services.take_roll(by=None, lesson=self.maths, marks={})
        services.take_roll(by=self.cast.bakyt, lesson=moved, marks={})
        with refused("roll-taken"):
            services.cancel_lesson(by=None, lesson=moved, reason="суук")


class TestTopicAndHomework(LessonCase):
    def window(self, user: object) -> tuple[Client, str]:
        """A browser that has the page of the lesson open, and the mark of what it shows."""
        client = self.as_user(user)
        return client, client.get(self.url).context["form"]["seen"].value()

    @property
    def url(self) -> str:
        return reverse("journal:lesson", args=[self.maths.pk])

    def saved(self) -> tuple[str, str]:
        return Lesson.objects.values_list("topic", "homework").get(pk=self.maths.pk)

    def test_a_stale_window_puts_no_old_topic_back_and_its_words_stay_beside_the_saved_ones(self) -> None:
        services.write_lesson(by=self.cast.chynara, lesson=self.maths, topic="Туунду", homework="")
        teacher, seen = self.window(self.cast.chynara)
        leader, stale = self.window(self.cast.aigul)
        teacher.post(self.url, {"topic": "Интеграл", "homework": "", "seen": seen})
        page = leader.post(self.url, {"topic": "Туунду", "homework": "12-маселе", "seen": stale})
        assert page.status_code == 422 and self.saved() == ("Интеграл", "")
        form = page.context["form"]
        assert form["homework"].value() == "12-маселе" and [one for _label, one in form.others] == [
            "Интеграл",
            "",
        ]
        again = form["seen"].value()
        assert (
            f'value="{again}"' in page.content.decode()
            and '<p class="pre">Интеграл</p>' in page.content.decode()
        )
        leader.post(self.url, {"topic": "Интеграл", "homework": "12-маселе", "seen": again})
        assert self.saved() == ("Интеграл", "12-маселе")

    def test_the_same_words_of_two_windows_and_words_without_a_mark_are_no_conflict(self) -> None:
        client, seen = self.window(self.cast.chynara)
        for sent in ({"seen": seen}, {"seen": seen}):
            answer = client.post(self.url, {"topic": "Туунду", "homework": "", **sent})
            assert answer.status_code == 302
        client.post(self.url, {"topic": "Интеграл", "homework": ""})
        assert self.saved() == ("Интеграл", "")
        with refused("changed-meanwhile"):
            services.write_lesson(
                by=self.cast.aigul, lesson=self.maths, topic="Туунду", homework="", seen=seen
            )


class TestClosedHalfYear(LessonCase):
    SAID = "Бул жарым жылдык жабылган"

    def setUp(self) -> None:
        Term.objects.filter(pk=self.cast.half.pk).update(
            start_on=self.maths.on, end_on=timezone.localdate(), closed_at=timezone.now()
        )

    def page(self, user: object, name: str) -> str:
        """The page as the person reads it."""
        return self.as_user(user).get(reverse(f"journal:{name}", args=[self.maths.pk])).content.decode()

    def test_lesson_roll_check_and_marks_say_it_at_the_top_and_show_nothing_to_save(self) -> None:
        cast = self.cast
        for user, name in (
            (cast.chynara, "lesson"),
            (cast.aigul, "lesson"),
            (cast.chynara, "roll"),
            (cast.aigul, "roll_check"),
            (cast.chynara, "column"),
        ):
            page = self.page(user, name)
            main = page[page.index("<main") : page.index("</main>")]
            assert self.SAID in main, name
            assert '<button class="btn' not in main, name
        lesson = self.page(cast.aigul, "lesson")
        assert reverse("journal:roll", args=[self.maths.pk]) not in lesson
        assert reverse("journal:roll_check", args=[self.maths.pk]) not in lesson

    def test_a_closed_roll_is_read_and_nothing_of_it_can_be_tapped(self) -> None:
        assert '<fieldset class="card" disabled>' in self.page(self.cast.chynara, "roll")

    def test_the_page_that_moves_and_cancels_says_it_too_and_offers_no_deed(self) -> None:
        page = self.page(self.cast.elmira, "lesson_change")
        assert page.count(self.SAID) == 1 and 'name="deed"' not in page

    def test_what_was_typed_before_it_was_closed_stays_to_be_copied(self) -> None:
        client, nurlan = self.as_user(self.cast.chynara), self.cast.nurlan.pk
        lesson = reverse("journal:lesson", args=[self.maths.pk])
        page = client.post(lesson, {"topic": "Туунду", "homework": "12-маселе"}).content.decode()
        assert "12-маселе" in page and self.SAID in page
        column = reverse("journal:column", args=[self.maths.pk])
        page = client.post(column, {f"mark_{nurlan}": "5", f"version_{nurlan}": 0}).content.decode()
        assert 'value="5" selected' in page and self.SAID in page

    def test_an_open_half_year_says_nothing_of_it(self) -> None:
        Term.objects.filter(pk=self.cast.half.pk).update(closed_at=None)
        for name in ("lesson", "roll", "column"):
            page = self.page(self.cast.chynara, name)
            assert self.SAID not in page and '<button class="btn' in page, name
        page = self.page(self.cast.elmira, "lesson_change")
        assert self.SAID not in page and 'name="deed"' in page


class TestRolls(LessonCase):
    def test_not_taken_is_not_present_and_what_is_taken_reaches_every_list(self) -> None:
        nurlan, meerim = self.cast.nurlan.pk, self.cast.meerim.pk
        sheet = selectors.roll_sheet(self.maths)
        assert sheet.roll is None and sheet.version == 0
        client = self.as_user(self.cast.chynara)
        url = reverse("journal:roll", args=[self.maths.pk])
        form = {"seen": 0, f"a{nurlan}": "on", f"w{nurlan}": "unknown", f"w{meerim}": "ill", "form_key": "k1"}
        for _time in range(3):
            assert client.post(url, form).status_code == 302
        assert Roll.objects.count() == 1 and RollChange.objects.count() == 0
        assert dict(RollEntry.objects.values_list("student", "status")) == {
            nurlan: "unknown",
            meerim: "present",
        }
        absence = Absence.objects.get()
        assert (absence.student_id, absence.kind, absence.lesson) == (nurlan, "unknown", 2)
        roll = Roll.objects.get()
        assert (roll.listed, roll.missed) == (2, 1)

    def test_only_an_accepted_reason_is_ticked_beforehand_the_rest_is_a_word_beside_the_name(self) -> None:
        nurlan, meerim = self.cast.nurlan, self.cast.meerim
        services.take_roll(by=None, lesson=self.maths, marks={nurlan.pk: Mark("without")})
        Absence.objects.create(
            student=meerim, class_group=self.cast.class_a, on=self.literature.on, lesson=3, kind="ill"
        )
        client, url = self.as_user(self.cast.bakyt), reverse("journal:roll", args=[self.literature.pk])
        page = client.get(url).content.decode()
        assert f'name="a{meerim.pk}" value="on" checked' in page
        assert f'name="a{nurlan.pk}" value="on">' in page
        # What is supposed is said, and stands chosen as soon as the name is tapped.
        assert "2-сабакта жок болгон" in page
        assert f'name="w{nurlan.pk}" value="without" checked' in page
        # Sent as it came, it says what the eyes saw: nobody is absent because he was before.
        client.post(url, {"seen": 0, f"a{meerim.pk}": "on", f"w{meerim.pk}": "ill"})
        entries = RollEntry.objects.filter(roll__lesson=self.literature)
        assert dict(entries.values_list("student", "status")) == {nurlan.pk: "present", meerim.pk: "ill"}
        assert not RollChange.objects.exists()

    def test_what_an_import_had_said_stays_in_the_history_when_the_roll_says_otherwise(self) -> None:
        nurlan, meerim = self.cast.nurlan.pk, self.cast.meerim.pk
        for pk, kind in ((nurlan, "ill"), (meerim, "unexcused")):
            Absence.objects.create(
                student_id=pk, class_group=self.cast.class_a, on=self.maths.on, lesson=2, kind=kind
            )
        for _time in range(2):
            services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={meerim: Mark("late", 5)})
        assert Absence.objects.get().kind == "late"
        kept = RollChange.objects.values_list("student", "old", "is_imported", "new", "by")
        teacher = self.cast.chynara.pk
        assert set(kept) == {
            (nurlan, "ill", True, "present", teacher),
            (meerim, "without", True, "late", teacher),
        }
        page = self.as_user(self.cast.aigul).get(reverse("journal:lesson", args=[self.maths.pk]))
        assert page.content.decode().count("(импорттон алынган)") == 2

    def test_late_asks_minutes_and_a_correction_keeps_what_was(self) -> None:
        nurlan = self.cast.nurlan.pk
        client, url = self.as_user(self.cast.chynara), reverse("journal:roll", args=[self.maths.pk])
        answer = client.post(url, {"seen": 0, f"a{nurlan}": "on", f"w{nurlan}": "late"})
        assert answer.status_code == 200 and not Roll.objects.exists()
        client.post(url, {"seen": 0, f"a{nurlan}": "on", f"w{nurlan}": "late", f"m{nurlan}": "7"})
        assert RollEntry.objects.get(student=nurlan).minutes == 7
        client.post(url, {"seen": 1, "reason": "жаңылдым"})
        change = RollChange.objects.get()
        assert (change.old, change.old_minutes, change.new, change.reason) == (
            "late",
            7,
            "present",
            "жаңылдым",
        )
        assert not Absence.objects.exists()

    def test_a_tick_at_a_student_of_another_class_is_refused_without_a_name_and_the_other_ticks_stay(
        self,
    ) -> None:
        nurlan, stranger = self.cast.nurlan.pk, self.cast.sanjar
        client, url = self.as_user(self.cast.chynara), reverse("journal:roll", args=[self.maths.pk])
        page = client.post(url, {"seen": 0, f"a{nurlan}": "on", f"a{stranger.pk}": "on"}).content.decode()
        assert "Бир окуучу бул сабактын тизмесинде калган жок" in page and stranger.person.surname not in page
        assert f'name="a{nurlan}" value="on" checked' in page and f'name="a{stranger.pk}"' not in page
        assert not Roll.objects.exists() and not Absence.objects.exists()

    def test_a_roll_saved_differently_meanwhile_is_shown_and_nothing_is_overwritten(self) -> None:
        nurlan = self.cast.nurlan.pk
        services.take_roll(by=self.cast.aigul, lesson=self.maths, marks={nurlan: Mark("ill")})
        answer = self.as_user(self.cast.chynara).post(
            reverse("journal:roll", args=[self.maths.pk]),
            {"seen": 0, f"a{nurlan}": "on", f"w{nurlan}": "without"},
        )
        assert answer.status_code == 200
        assert RollEntry.objects.get(student=nurlan).status == "ill"
        assert 'name="seen" value="1"' in answer.content.decode()
        # Saying the same twice is no conflict.
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={nurlan: Mark("ill")})

    def test_a_stale_page_shows_the_roll_of_the_colleague_ticked_and_a_second_save_does_not_undo_it(
        self,
    ) -> None:
        nurlan, meerim = self.cast.nurlan.pk, self.cast.meerim.pk
        client, url = self.as_user(self.cast.chynara), reverse("journal:roll", args=[self.maths.pk])
        services.take_roll(by=self.cast.aigul, lesson=self.maths, marks={nurlan: Mark("ill")})
        sent = {"seen": 0, f"a{meerim}": "on", f"w{meerim}": "late"}
        # Something else is wrong on the stale page: it has seen no newer roll for that.
        assert 'name="seen" value="0"' in client.post(url, sent).content.decode()
        page = client.post(url, {**sent, f"m{meerim}": "7"}).content.decode()
        assert 'name="seen" value="1"' in page
        assert f'name="a{nurlan}" value="on" checked' in page
        assert f'name="a{meerim}" value="on">' in page
        lines = {
            row.student.pk: row for row in client.post(url, {**sent, f"m{meerim}": "7"}).context["sheet"].rows
        }
        assert lines[meerim].hint.endswith(", 7") and lines[nurlan].hint
        client.post(url, {"seen": 1, f"a{nurlan}": "on", f"w{nurlan}": lines[nurlan].reason})
        statuses = dict(RollEntry.objects.values_list("student", "status"))
        assert statuses[meerim] == "present" and statuses[nurlan] != "present"

    def test_refused_before_its_day_in_a_closed_half_year_and_for_a_stranger(self) -> None:
        coming = Lesson.objects.filter(on__gt=timezone.localdate(), class_group=self.cast.class_a).first()
        if coming is not None:
            with refused("lesson-to-come"):
                services.take_roll(by=None, lesson=coming, marks={})
        with refused("not-listed"):
            services.take_roll(by=None, lesson=self.maths, marks={self.cast.sanjar.pk: Mark("ill")})
        organisation.close_term(by=None, term=self.cast.half, reason="эрте")
        if self.cast.half.holds(self.maths.on):
            with refused("half-year-closed"):
                services.take_roll(by=None, lesson=self.maths, marks={})

    def test_the_roll_is_for_its_teacher_and_the_leader_and_for_nobody_else(self) -> None:
        url = reverse("journal:roll", args=[self.maths.pk])
        missing = reverse("journal:roll", args=[987_654])
        cast = self.cast
        for user in (cast.chynara, cast.aigul):
            assert self.as_user(user).get(url).status_code == 200
        assert self.as_user(cast.elmira).get(url).status_code == 403
        for user in (cast.bakyt, cast.damir, cast.ainura, cast.kubat, cast.nurlan_user, cast.doctor):
            client = self.as_user(user)
            there, not_there = client.get(url), client.get(missing)
            assert there.status_code == not_there.status_code == 404

    def test_a_reason_nobody_told_becomes_unexcused_after_the_days_of_the_setting(self) -> None:
        nurlan = self.cast.nurlan.pk
        services.take_roll(by=None, lesson=self.maths, marks={nurlan: Mark("unknown")})
        assert services.settle_unknown(today=self.maths.on + timedelta(days=5)) == 0
        assert services.settle_unknown(today=self.maths.on + timedelta(days=6)) == 1
        assert services.settle_unknown(today=self.maths.on + timedelta(days=6)) == 0
        assert RollEntry.objects.get(student=nurlan).status == "without"
        assert Absence.objects.get().kind == "unexcused"
        assert RollChange.objects.get().by is None


class TestChecks(LessonCase):
    def test_the_leader_checks_blindly_and_settles_what_differs(self) -> None:
        nurlan, cast = self.cast.nurlan, self.cast
        services.take_roll(by=cast.chynara, lesson=self.maths, marks={})
        client = self.as_user(cast.aigul)
        client.post(
            reverse("journal:roll_check", args=[self.maths.pk]),
            {"seen": 0, f"a{nurlan.pk}": "on", f"w{nurlan.pk}": "unknown"},
        )
        [difference] = selectors.differences(self.maths)
        assert difference.is_open and difference.student == nurlan
        # The check alone changes no list of missed lessons; it is work of the leader.
        assert not Absence.objects.exists()
        assert cast.class_a.work_entries.filter(kind__code="attendance_check").count() == 1
        url = reverse("journal:roll_settle", args=[self.maths.pk, nurlan.pk])
        teacher, words = self.as_user(cast.chynara), {"decided": "present", "words": "мен көрдүм"}
        assert url not in teacher.get(reverse("journal:lesson", args=[self.maths.pk])).content.decode()
        assert teacher.post(url, words).status_code == 403
        assert client.post(url, {"decided": "without", "words": ""}).status_code == 200
        client.post(url, {"decided": "without", "words": "Мугалим байкаган эмес"})
        [difference] = selectors.differences(self.maths)
        assert not difference.is_open
        assert Absence.objects.get().kind == "unexcused"
        assert RollChange.objects.get().old == "present"
        assert (
            self.as_user(cast.chynara).get(reverse("journal:roll_check", args=[self.maths.pk])).status_code
            == 403
        )
        page = client.get(reverse("journal:lesson", args=[self.maths.pk])).content.decode()
        assert "Мугалим байкаган эмес" in page
