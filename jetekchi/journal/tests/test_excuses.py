"""Excuses: sent by the family, answered by the class leader, the reason in every roll; who needs to know (5.1)."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.models import AuditEvent, Notice
from jetekchi.documents.tests.race import race
from jetekchi.journal import selectors, services
from jetekchi.journal.models import (
    Absence,
    Excuse,
    ExcuseAct,
    ExcusedLesson,
    Lesson,
    RollChange,
    RollEntry,
)
from jetekchi.journal.services import Away, Mark
from jetekchi.journal.services.importing import ABSENCES_KIND
from jetekchi.journal.tests import lesson_factories
from jetekchi.journal.tests.test_diary import DiaryCase, browser
from jetekchi.journal.tests.test_lessons_and_rolls import refused
from jetekchi.organisation import services as organisation
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests.tables import csv_bytes
from tests import cast as people
from tests.emptied import Emptied

WORDS = "ангина болуп калды"


def history_in(page: Any) -> str:
    """The page without its forms, which name every reason."""
    return re.sub(r"<form.*?</form>", "", page.content.decode().lower(), flags=re.DOTALL)


class ExcuseCase(DiaryCase):
    """Nurlan was ill on the last school day."""

    def sent(self, **more: Any) -> Excuse:
        """An excuse of Ainura for that day."""
        given: dict[str, Any] = {"by": self.cast.ainura, "student": self.cast.nurlan, "kind": "ill"}
        given |= {"away": Away(self.day, self.day), "words": WORDS}
        return services.send_excuse(**(given | more))

    def status(self) -> str:
        """How the roll of maths has Nurlan."""
        return RollEntry.objects.get(
            roll__lesson=self.maths, roll__kind="roll", student=self.cast.nurlan
        ).status


class TestWhatBecomesOfIt(ExcuseCase):
    def test_an_accepted_one_is_the_reason_of_what_was_missed_and_of_rolls_to_come(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        services.take_roll(by=c.chynara, lesson=self.maths, marks={nurlan.pk: Mark("without")})
        Absence.objects.create(student=nurlan, class_group=c.class_a, on=self.day, lesson=6, kind="unexcused")
        Absence.objects.create(student=nurlan, class_group=c.class_a, on=self.day, lesson=5, kind="late")
        excuse = self.sent()
        assert self.status() == "without"
        services.accept_excuse(by=c.aigul, excuse=excuse)
        assert self.status() == "ill"
        assert dict(Absence.objects.values_list("lesson", "kind")) == {2: "ill", 5: "late", 6: "ill"}
        change = RollChange.objects.get()
        assert (change.old, change.new, change.by) == ("without", "ill", c.aigul)
        assert list(ExcusedLesson.objects.values_list("lesson", "old")) == [
            (2, "unexcused"),
            (6, "unexcused"),
        ]
        # Who had the page of the roll open is told.
        with refused("roll-changed"):
            services.take_roll(by=c.chynara, lesson=self.maths, marks={}, seen=1)
        suggested = {row.student.pk: row for row in selectors.roll_sheet(self.literature).rows}
        assert suggested[nurlan.pk].is_marked and suggested[nurlan.pk].status == "ill"
        assert [act.state for act in selectors.acts_of_excuse(excuse)] == ["sent", "accepted"]
        deeds = AuditEvent.objects.filter(action__startswith="journal:excuse").order_by("pk")
        assert [one.action for one in deeds] == ["journal:excuse:sent", "journal:excuse:accepted"]
        with refused("excuse-answered"):
            services.return_excuse(by=c.aigul, excuse=excuse, words="кеч")
        with refused("excuse-answered"):
            services.withdraw_excuse(by=c.ainura, excuse=excuse)

    def test_lessons_of_a_day_only_and_an_unknown_reason_that_becomes_known(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        for lesson in (self.maths, self.literature):
            services.take_roll(by=c.aigul, lesson=lesson, marks={nurlan.pk: Mark("without")})
        excuse = self.sent(away=Away(self.day, self.day, 3, 3), kind="family", words="")
        services.accept_excuse(by=c.aigul, excuse=excuse)
        assert dict(Absence.objects.values_list("lesson", "kind")) == {2: "unexcused", 3: "valid"}
        # The teacher who knows no reason keeps the one that was accepted.
        services.take_roll(by=c.bakyt, lesson=self.literature, marks={nurlan.pk: Mark("unknown")}, seen=2)
        assert Absence.objects.get(lesson=3).kind == "valid"

    def test_what_cannot_be_is_refused_with_words(self) -> None:
        far = timedelta(days=90)
        for code, more in (
            ("days-order", {"away": Away(self.day, self.day - timedelta(days=1))}),
            ("too-many-days", {"away": Away(self.day - far, self.day)}),
            (
                "outside-year",
                {"away": Away(self.cast.year.start_on - timedelta(days=9), self.cast.year.start_on)},
            ),
            ("words-missing", {"kind": "other", "words": " "}),
        ):
            with refused(code):
                self.sent(**more)
        excuse = self.sent()
        with refused("excuse-sent"):
            self.sent(by=self.cast.aigul, is_paper=True)
        with refused("words-missing"):
            services.return_excuse(by=self.cast.aigul, excuse=excuse, words="  ")
        accepted = self.sent(away=Away(self.day, self.day, 1, 1))
        services.accept_excuse(by=self.cast.aigul, excuse=accepted)
        organisation.close_term(by=None, term=self.cast.half, reason="эрте")
        if self.cast.half.holds(self.day):
            with refused("half-year-closed"):
                services.revoke_excuse(by=self.cast.aigul, excuse=accepted, words="ката")
            with refused("half-year-closed"):
                services.accept_excuse(by=self.cast.aigul, excuse=excuse)
            page = browser(self.cast.aigul).post(
                reverse("journal:excuse_answer", args=[excuse.pk]), {"decision": "accept"}
            )
            assert page.status_code == 200 and Excuse.objects.get(pk=excuse.pk).is_waiting

    def test_an_acceptance_taken_back_gives_lists_and_rolls_what_stood_there(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        services.take_roll(by=c.chynara, lesson=self.maths, marks={nurlan.pk: Mark("without")})
        Absence.objects.create(student=nurlan, class_group=c.class_a, on=self.day, lesson=6, kind="unexcused")
        excuse = self.sent()
        services.accept_excuse(by=c.aigul, excuse=excuse)
        # The roll of a later lesson has the reason from the excuse alone.
        services.take_roll(by=c.aigul, lesson=self.literature, marks={nurlan.pk: Mark("unknown")})
        assert set(Absence.objects.values_list("kind", flat=True)) == {"ill"}
        leader, url = browser(c.aigul), reverse("journal:excuses_revoke")
        assert leader.post(url, {"chosen": excuse.pk, "words": " "}).status_code == 200
        assert browser(c.bakyt).post(url, {"chosen": excuse.pk, "words": "жок"}).status_code == 200
        assert browser(c.ainura).post(url, {"chosen": excuse.pk, "words": "жок"}).status_code == 403
        excuse.refresh_from_db()
        assert excuse.state == "accepted"
        assert leader.post(url, {"chosen": excuse.pk, "words": "Маалымкат жасалма"}).status_code == 302
        assert dict(Absence.objects.values_list("lesson", "kind")) == {
            2: "unexcused",
            3: "unknown",
            6: "unexcused",
        }
        changes = RollChange.objects.order_by("pk").values_list("old", "new")
        assert list(changes) == [("without", "ill"), ("ill", "without"), ("ill", "unknown")]
        assert (
            "Маалымкат жасалма"
            in browser(c.ainura).get(reverse("journal:excuse", args=[excuse.pk])).content.decode()
        )
        with refused("excuse-not-accepted"):
            services.revoke_excuse(by=c.aigul, excuse=excuse, words="дагы")
        # It waits again, and may be accepted again.
        services.accept_excuse(by=c.aigul, excuse=excuse)
        assert set(Absence.objects.values_list("kind", flat=True)) == {"ill"}
        assert [act.state for act in selectors.acts_of_excuse(excuse)] == [
            "sent",
            "accepted",
            "revoked",
            "accepted",
        ]

    def test_of_two_accepted_for_one_lesson_the_other_stays_the_reason(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        services.take_roll(by=c.chynara, lesson=self.maths, marks={nurlan.pk: Mark("without")})
        first, second = self.sent(), self.sent(away=Away(self.day, self.day, 2, 2))
        for excuse in (first, second):
            services.accept_excuse(by=c.aigul, excuse=excuse)
        services.revoke_excuse(by=c.aigul, excuse=first, words="эки жолу")
        assert self.status() == "ill" and Absence.objects.get().kind == "ill"
        services.revoke_excuse(by=c.aigul, excuse=second, words="ката")
        assert self.status() == "without" and Absence.objects.get().kind == "unexcused"

    def test_one_that_came_back_is_corrected_by_the_family_and_its_first_words_stay(self) -> None:
        c = self.cast
        excuse = self.sent(upload=SimpleUploadedFile("кагаз.txt", b"paper"))
        url = reverse("journal:excuse_correct", args=[excuse.pk])
        words = {"from_on": self.day.isoformat(), "kind": "family", "words": "жаңы сөз", "first_lesson": 2}
        assert browser(c.ainura).get(url).status_code == 302
        with refused("excuse-not-returned"):
            services.correct_excuse(by=c.ainura, excuse=excuse, away=Away(self.day, self.day), kind="ill")
        services.return_excuse(by=c.aigul, excuse=excuse, words="Күнүн тактаңыз")
        assert browser(c.aigul).get(url).status_code == 403
        assert "1 түшүндүрмө кайтарылды" in browser(c.ainura).get("/").content.decode()
        page = browser(c.ainura).get(url).content.decode()
        assert "Күнүн тактаңыз" in page and WORDS in page
        assert browser(c.ainura).post(url, words).status_code == 302
        assert "түшүндүрмө кайтарылды" not in browser(c.ainura).get("/").content.decode()
        now = Excuse.objects.get()
        assert now.is_waiting and (now.kind, now.words, now.first_lesson) == ("family", "жаңы сөз", 2)
        assert now.file == excuse.file
        history = browser(c.aigul).get(reverse("journal:excuse", args=[now.pk])).content.decode()
        assert WORDS in history and "жаңы сөз" in history
        assert [act.state for act in selectors.acts_of_excuse(now)] == ["sent", "returned", "corrected"]
        with refused("excuse-sent"):
            self.sent(away=Away(self.day, self.day, 2, 2), kind="family")

    def test_an_older_file_brought_again_leaves_the_accepted_reason_and_says_so(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        Absence.objects.create(student=nurlan, class_group=c.class_a, on=self.day, lesson=6, kind="unexcused")
        services.accept_excuse(by=c.aigul, excuse=self.sent())
        rows = [(nurlan.number, self.day.isoformat(), "6", "н")]
        asked: dict[str, Any] = {"kind": ABSENCES_KIND, "name": "t.csv", "year_name": c.year.name}
        asked["data"] = csv_bytes(("Окуучу №", "Күнү", "Сабак", "Белги"), rows)
        (row,) = importing.rehearse(**asked).plan.rows
        assert row.fate == "unchanged" and "түшүндүрмө" in str(row.changes[0])
        importing.take_in(by=c.farhat, **asked)
        assert Absence.objects.get().kind == "ill"

    def test_what_contradicts_a_roll_or_is_long_without_a_paper_is_not_ticked_beforehand(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        services.take_roll(by=c.chynara, lesson=self.maths, marks={c.meerim.pk: Mark("ill")})
        there = self.sent(away=Away(self.day, self.day, 2, 2))
        safe = self.sent(away=Away(self.day, self.day, 3, 3))
        week = timedelta(days=5)
        first = self.day if self.day + week <= c.year.end_on else self.day - week
        long = self.sent(by=c.aigul, student=c.meerim, is_paper=True, away=Away(first, first + week))
        assert set(selectors.doubts_of([there, safe, long])) == {there.pk, long.pk}
        page = browser(c.aigul).get(reverse("journal:excuses")).content.decode()
        assert page.count("checked") == 1 and f'value="{safe.pk}" checked' in page
        asked = browser(c.aigul).post(reverse("journal:excuses"), {"chosen": [safe.pk], "ask": "1"})
        assert asked.status_code == 200 and nurlan.person.brief_name in asked.content.decode()
        assert Excuse.objects.filter(state="accepted").count() == 0

    def test_five_are_accepted_at_once_and_one_by_its_own_button(self) -> None:
        for number in range(2, 8):
            self.sent(away=Away(self.day, self.day, number, number))
        keys = list(Excuse.objects.order_by("pk").values_list("pk", flat=True))
        leader, url = browser(self.cast.aigul), reverse("journal:excuses")
        assert leader.get(url).content.decode().count('name="chosen"') == 6
        due = leader.get("/").content.decode()
        assert f'href="{url}"' in due and "6" in due
        assert leader.post(url, {}).status_code == 200
        assert leader.post(url, {"chosen": keys[:5]}).status_code == 302
        assert Excuse.objects.filter(state="accepted").count() == 5
        assert browser(self.cast.bakyt).post(url, {"one": keys[5]}).status_code == 200
        assert leader.post(url, {"one": keys[5]}).status_code == 302
        assert not Excuse.objects.filter(state="sent").exists() and ExcuseAct.objects.count() == 12
        counts = selectors.excuse_counts([self.cast.class_a], self.day, self.day)[self.cast.class_a.pk]
        assert (counts.asked, counts.answered) == (6, 6)


class TestWhoKnows(ExcuseCase):
    def test_words_and_file_are_for_the_family_the_leader_and_the_medical_office(self) -> None:
        c = self.cast
        excuse = self.sent(upload=SimpleUploadedFile("кагаз.txt", WORDS.encode()))
        url, file = (reverse(f"journal:excuse{more}", args=[excuse.pk]) for more in ("", "_file"))
        answers = {name: browser(user).get(url).status_code for name, user in c.users.items()}
        assert {name for name, status in answers.items() if status == 200} == {"aigul", "doctor", "ainura"}
        assert set(answers.values()) == {200, 404}
        assert WORDS in browser(c.doctor).get(url).content.decode()
        assert browser(c.doctor).get(file)["Content-Disposition"].startswith("attachment")
        assert browser(c.chynara).get(file).status_code == browser(c.kubat).get(file).status_code == 404
        reader = AuditEvent.objects.filter(action="journal:excuse:read", by=c.doctor)
        assert reader.count() == 1
        # A bar that comes later closes the mother's own excuse too.
        kin = c.nurlan.guardianships.get(person=c.ainura.person)
        organisation.bar_guardian(by=None, guardianship=kin, is_barred=True, basis="сот № 9")
        assert browser(c.ainura).get(url).status_code == 404
        assert browser(c.ainura).get(reverse("journal:excuse_new", args=[c.nurlan.pk])).status_code == 404

    def test_a_teacher_reads_valid_and_saves_what_she_reads_without_spoiling_it(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        services.accept_excuse(by=c.aigul, excuse=self.sent())
        teacher, roll = browser(c.chynara), reverse("journal:roll", args=[self.maths.pk])
        page = teacher.get(roll).content.decode()
        assert f'name="w{nurlan.pk}" value="valid" checked' in page and WORDS not in page
        teacher.post(roll, {"seen": 0, f"a{nurlan.pk}": "on", f"w{nurlan.pk}": "valid"})
        assert self.status() == "ill"
        lesson = teacher.get(reverse("journal:lesson", args=[self.maths.pk])).content.decode()
        told = browser(c.aigul).get(reverse("journal:lesson", args=[self.maths.pk])).content.decode()
        table = lambda text: text[text.index("<tbody>") : text.index("</tbody>")].lower()  # noqa: E731
        assert "жүйөлүү" in table(lesson) and "жүйөлүү" not in table(told)
        # Saved again as it stands nothing changes; the grid of marks names no illness either.
        teacher.post(roll, {"seen": 1, f"a{nurlan.pk}": "on", f"w{nurlan.pk}": "valid"})
        assert not RollChange.objects.exists()
        cells = [row.cell.letter for row in selectors.column(self.maths) if row.student == nurlan]
        assert cells == ["н"]

    def test_the_teacher_of_a_later_lesson_is_not_told_of_the_illness_of_an_earlier_one(self) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        services.accept_excuse(by=c.aigul, excuse=self.sent(away=Away(self.day, self.day, 1, 2)))
        services.take_roll(by=c.chynara, lesson=self.maths, marks={nurlan.pk: Mark("ill")})
        page = browser(c.bakyt).get(reverse("journal:roll", args=[self.literature.pk])).content.decode()
        assert f'name="w{nurlan.pk}" value="valid" checked' in page
        assert f'name="w{nurlan.pk}" value="ill" checked' not in page

    def test_an_illness_stays_untold_under_a_second_excuse_and_after_its_acceptance_is_taken_back(
        self,
    ) -> None:
        c, nurlan = self.cast, self.cast.nurlan
        ill, family = self.sent(), self.sent(kind="family", away=Away(self.day, self.day, 1, 6))
        services.take_roll(by=c.chynara, lesson=self.maths, marks={nurlan.pk: Mark("unknown")})
        services.accept_excuse(by=c.aigul, excuse=family)
        services.accept_excuse(by=c.aigul, excuse=ill)
        lesson = reverse("journal:lesson", args=[self.maths.pk])
        for _moment in ("accepted", "taken back"):
            assert "оору" not in browser(c.chynara).get(lesson).content.decode()
            assert "оору" in browser(c.aigul).get(lesson).content.decode()
            ill.refresh_from_db()
            if ill.state == "accepted":
                services.revoke_excuse(by=c.aigul, excuse=ill, words="ката болду")

    def accepted_and_then_corrected(self, kind: str, day: date) -> None:
        """The illness was accepted for the missed lesson and taken back; the family said something else then."""
        c = self.cast
        services.take_roll(by=c.chynara, lesson=self.maths, marks={c.nurlan.pk: Mark("without")})
        excuse = self.sent()
        services.accept_excuse(by=c.aigul, excuse=excuse)
        services.revoke_excuse(by=c.aigul, excuse=excuse, words="ката болду")
        services.return_excuse(by=c.aigul, excuse=excuse, words="тактаңыз")
        services.correct_excuse(by=c.ainura, excuse=excuse, away=Away(day, day), kind=kind, words=WORDS)

    def only_the_leader_reads_of_an_illness(self) -> None:
        lesson = reverse("journal:lesson", args=[self.maths.pk])
        for page in (lesson, reverse("journal:cell", args=[self.maths.pk, self.cast.nurlan.pk])):
            assert "оору" not in history_in(browser(self.cast.chynara).get(page)), page
            assert "оору" in history_in(browser(self.cast.aigul).get(page)), page

    def test_an_illness_stays_untold_when_its_excuse_is_corrected_to_another_reason(self) -> None:
        self.accepted_and_then_corrected("family", self.day)
        self.only_the_leader_reads_of_an_illness()

    def test_an_illness_stays_untold_when_its_excuse_is_corrected_to_another_day(self) -> None:
        before = lesson_factories.school_day(self.cast, self.day - timedelta(days=1))
        self.accepted_and_then_corrected("ill", before)
        self.only_the_leader_reads_of_an_illness()

    def test_guessing_at_the_roll_does_not_tell_an_illness_from_another_reason(self) -> None:
        c = self.cast
        services.accept_excuse(by=c.aigul, excuse=self.sent())
        other = self.sent(student=c.meerim, by=c.aigul, is_paper=True, kind="family")
        services.accept_excuse(by=c.aigul, excuse=other)
        both = {c.nurlan.pk: Mark("ill"), c.meerim.pk: Mark("valid")}
        services.take_roll(by=c.aigul, lesson=self.maths, marks=both)
        roll = reverse("journal:roll", args=[self.maths.pk])
        for guess in ("ill", "valid"):
            form = {"seen": 999} | {f"a{pk}": "on" for pk in both} | {f"w{pk}": guess for pk in both}
            assert browser(c.chynara).post(roll, form).status_code == 302, guess
        assert dict(RollEntry.objects.filter(student__in=both).values_list("student", "status")) == {
            pk: mark.status for pk, mark in both.items()
        }

    def test_a_notice_says_only_that_something_waits(self) -> None:
        c = self.cast
        excuse = self.sent()
        services.return_excuse(by=c.aigul, excuse=excuse, words="Күнүн тактаңыз")
        told = {one.to: one for one in Notice.objects.filter(clause="5.1")}
        assert set(told) == {c.aigul, c.ainura}
        for one in told.values():
            assert not one.values and "ill" not in one.message.split()
        assert selectors.excuse_due_rows(c.aigul, timezone.localdate()) == []
        self.sent(away=Away(self.day, self.day, 1, 2))
        (row,) = selectors.excuse_due_rows(c.aigul, timezone.localdate())
        assert "Нурлан" not in row.title + row.detail + row.outside

    def test_the_leader_writes_down_a_note_a_pupil_writes_nothing_a_listener_writes_for_himself(self) -> None:
        c, words = self.cast, {"from_on": self.day.isoformat(), "kind": "ill", "words": WORDS}
        for user, student, status in (
            (c.aigul, c.nurlan, 302),
            (c.nurlan_user, c.nurlan, 403),
            (c.damir, c.nurlan, 403),
            (c.bakyt, c.nurlan, 403),
            (c.tilek_user, c.tilek, 302),
        ):
            url = reverse("journal:excuse_new", args=[student.pk])
            assert browser(user).post(url, words).status_code == status, user
        assert Excuse.objects.get(student=c.nurlan).is_paper
        mine = Excuse.objects.get(student=c.tilek)
        assert not mine.is_paper
        gone = reverse("journal:excuse_withdraw", args=[mine.pk])
        assert browser(c.doctor).post(gone).status_code == 403
        assert browser(c.tilek_user).post(gone).status_code == 302
        assert Excuse.objects.get(pk=mine.pk).state == "withdrawn"
        bad = SimpleUploadedFile("х.html", b"<script>1</script>")
        page = browser(c.ainura).post(
            reverse("journal:excuse_new", args=[c.nurlan.pk]),
            {**words, "from_on": c.year.start_on.isoformat(), "upload": bad},
        )
        assert page.status_code == 200 and Excuse.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
class TestTwoAtOnce(Emptied):
    def setUp(self) -> None:
        self.cast = people.build()
        self.lesson = lesson_factories.lesson_today(self.cast, self.cast.class_a)
        # Whatever day today is: a lesson about which something is written stays, and may be missed.
        Lesson.objects.filter(pk=self.lesson.pk).update(topic="Туунду")
        self.away = Away(self.lesson.on, self.lesson.on)

    def send(self, by: object) -> Excuse:
        return services.send_excuse(by=by, student=self.cast.nurlan, away=self.away, kind="ill")  # type: ignore[arg-type]

    def test_two_leaders_who_accept_have_one_effect(self) -> None:
        c = self.cast
        services.take_roll(by=c.chynara, lesson=self.lesson, marks={c.nurlan.pk: Mark("unknown")})
        excuse = self.send(c.ainura)
        answers = race(
            lambda: services.accept_excuse(by=c.aigul, excuse=excuse).state,
            lambda: services.accept_excuse(by=c.damir, excuse=excuse).state,
        )
        assert sorted(answers) == ["accepted", "excuse-answered"]
        assert RollChange.objects.count() == ExcusedLesson.objects.count() == 1

    def test_a_roll_and_an_acceptance_at_once_agree_whoever_is_first(self) -> None:
        c = self.cast
        excuse = self.send(c.ainura)
        answers = race(
            lambda: services.accept_excuse(by=c.aigul, excuse=excuse).state,
            lambda: (
                services.take_roll(by=c.chynara, lesson=self.lesson, marks={c.nurlan.pk: Mark("unknown")}).pk
            ),
        )
        assert "accepted" in answers and not any(isinstance(one, Exception) for one in answers)
        assert RollEntry.objects.get(student=c.nurlan).status == "ill"
        assert Absence.objects.get().kind == "ill"

    def test_both_parents_send_the_same_at_once_and_one_is_kept(self) -> None:
        c = self.cast
        answers = race(lambda: self.send(c.ainura).state, lambda: self.send(c.aigul).state)
        assert sorted(answers) == ["excuse-sent", "sent"]
