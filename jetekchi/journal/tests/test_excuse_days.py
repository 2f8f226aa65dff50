"""Days of an excuse: none without school, a word about a half-year to come, and what a roll says (5.1)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.journal import services
from jetekchi.journal.models import Excuse, Lesson, RollEntry
from jetekchi.journal.services import Away, Mark
from jetekchi.journal.tests.test_diary import browser
from jetekchi.journal.tests.test_excuses import ExcuseCase
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import CalendarDay, Term


def warnings(answer: HttpResponse) -> list[str]:
    """What the person is warned of on the next page."""
    return [str(one) for one in get_messages(answer.wsgi_request) if one.level_tag == "warning"]  # type: ignore[attr-defined]


class TestDaysWithoutSchool(ExcuseCase):
    def write(self, first: date, last: date | None = None) -> Any:
        """Ainura writes of an illness on these days."""
        words = {"from_on": first, "until_on": last or "", "kind": "ill"}
        return browser(self.cast.ainura).post(
            reverse("journal:excuse_new", args=[self.cast.nurlan.pk]), words
        )

    def a_sunday(self) -> date:
        """One inside the term of the lessons."""
        quarter = Term.objects.get(kind="quarter", start_on__lte=self.day, end_on__gte=self.day)
        day = quarter.start_on + timedelta(days=6 - quarter.start_on.weekday())
        assert day.weekday() == 6 and quarter.holds(day)
        return day

    def test_a_sunday_and_a_holiday_are_refused_beside_the_field_and_by_the_deed(self) -> None:
        organisation.mark_day(by=None, day=self.day, kind=CalendarDay.Kind.HOLIDAY)
        Lesson.objects.filter(on=self.day).delete()
        for day in (self.a_sunday(), self.day):
            errors = self.write(day).context["form"].errors
            assert set(errors) == {"from_on"}, (day, errors)
            with pytest.raises(Refused) as refusal:
                self.sent(away=Away(day, day))
            assert refusal.value.code == "no-school-day"
        assert not Excuse.objects.exists()

    def test_a_holiday_whose_planned_lessons_will_go_needs_no_excuse(self) -> None:
        organisation.mark_day(by=None, day=self.day, kind=CalendarDay.Kind.HOLIDAY)
        assert Lesson.objects.filter(on=self.day, class_group=self.cast.class_a, state="planned").exists()
        assert set(self.write(self.day).context["form"].errors) == {"from_on"}
        # The lesson of another class that stays is no lesson of this one.
        Lesson.objects.filter(on=self.day, class_group=self.cast.class_b).update(topic="Туунду")
        assert set(self.write(self.day).context["form"].errors) == {"from_on"}
        Lesson.objects.filter(pk=self.maths.pk).update(topic="Туунду")
        assert self.write(self.day).status_code == 302

    def test_days_off_among_days_of_school_are_no_hindrance(self) -> None:
        sunday = self.a_sunday()
        answer = self.write(sunday, sunday + timedelta(days=2))
        assert answer.status_code == 302 and Excuse.objects.get().from_on == sunday

    def test_a_holiday_on_which_a_lesson_stayed_is_a_day_that_may_be_missed(self) -> None:
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={})
        organisation.mark_day(by=None, day=self.day, kind=CalendarDay.Kind.HOLIDAY)
        assert self.write(self.day).status_code == 302

    def test_days_of_a_half_year_to_come_are_taken_and_said_plainly(self) -> None:
        assert warnings(self.write(self.day)) == []
        tomorrow = timezone.localdate() + timedelta(days=1)
        for term in Term.objects.filter(start_on__lte=self.day, end_on__gte=self.day):
            is_half = term.kind == Term.Kind.HALF_YEAR
            start, end = tomorrow if is_half else term.start_on, max(term.end_on, tomorrow)
            Term.objects.filter(pk=term.pk).update(start_on=start, end_on=end)
        organisation.mark_day(by=None, day=tomorrow, kind=CalendarDay.Kind.WORKING)
        [said] = warnings(self.write(tomorrow))
        page = browser(self.cast.aigul).get(reverse("journal:excuses"))
        assert said and [bool(doubt) for _excuse, doubt in page.context["waiting"]].count(True) == 1


class TestARollThatSaysPresent(ExcuseCase):
    def setUp(self) -> None:
        super().setUp()
        services.take_roll(by=self.cast.chynara, lesson=self.maths, marks={self.cast.meerim.pk: Mark("ill")})

    def test_the_leader_reads_the_lessons_by_name_before_and_after_and_the_roll_stays(self) -> None:
        excuse, leader = self.sent(), browser(self.cast.aigul)
        url, lesson = (
            reverse("journal:excuse", args=[excuse.pk]),
            reverse("journal:lesson", args=[self.maths.pk]),
        )
        assert lesson in leader.get(url).content.decode()
        answer = leader.post(reverse("journal:excuse_answer", args=[excuse.pk]), {"decision": "accept"})
        [said] = warnings(answer)
        assert str(self.maths.number) in said and self.cast.nurlan.person.brief_name in said
        assert lesson in leader.get(url).content.decode()
        entry = RollEntry.objects.get(roll__lesson=self.maths, student=self.cast.nurlan)
        assert entry.status == "present"

    def test_accepting_in_one_tap_says_it_too_and_so_does_the_page_that_asks(self) -> None:
        excuse, leader = self.sent(), browser(self.cast.aigul)
        asked = leader.post(reverse("journal:excuses"), {"chosen": [excuse.pk], "ask": "1"})
        assert [(one.pk, bool(doubt)) for one, doubt in asked.context["chosen"]] == [(excuse.pk, True)]
        assert len(warnings(leader.post(reverse("journal:excuses"), {"one": excuse.pk}))) == 1

    def test_the_family_is_not_told_and_an_excuse_that_fits_warns_of_nothing(self) -> None:
        excuse = self.sent()
        mother = browser(self.cast.ainura).get(reverse("journal:excuse", args=[excuse.pk]))
        assert reverse("journal:lesson", args=[self.maths.pk]) not in mother.content.decode()
        fits = self.sent(by=self.cast.aigul, student=self.cast.meerim, is_paper=True)
        answer = browser(self.cast.aigul).post(reverse("journal:excuses"), {"one": fits.pk})
        assert warnings(answer) == []
