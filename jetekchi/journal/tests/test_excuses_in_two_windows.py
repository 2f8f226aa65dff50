"""Excuses in two windows: what a colleague answered meanwhile is left out and named, the others are answered (5.1)."""

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import reverse

from jetekchi.journal import services
from jetekchi.journal.models import Excuse
from jetekchi.journal.services import Away
from jetekchi.journal.tests.test_diary import browser
from jetekchi.journal.tests.test_excuses import ExcuseCase
from jetekchi.organisation import services as organisation


def said(answer: HttpResponse) -> str:
    """What the person is warned of next."""
    found = get_messages(answer.wsgi_request)  # type: ignore[attr-defined]
    return " ".join(str(one) for one in found if one.level_tag == "warning")


class TestTwoWindows(ExcuseCase):
    def setUp(self) -> None:
        super().setUp()
        c = self.cast
        self.first = self.sent()
        self.second = self.sent(by=c.aigul, student=c.meerim, is_paper=True)
        self.leader, self.url = browser(c.aigul), reverse("journal:excuses")
        self.both = {"chosen": [self.first.pk, self.second.pk]}

    def states(self) -> list[str]:
        return [Excuse.objects.get(pk=one.pk).state for one in (self.first, self.second)]

    def test_the_one_answered_meanwhile_is_named_and_the_other_accepted(self) -> None:
        services.return_excuse(by=self.cast.aigul, excuse=self.first, words="тактаңыз")
        asked = self.leader.post(self.url, self.both | {"ask": "1"})
        assert [one.pk for one, _doubt in asked.context["chosen"]] == [self.second.pk]
        assert self.cast.nurlan.person.brief_name in asked.content.decode()
        answer = self.leader.post(self.url, self.both)
        assert answer.status_code == 302 and self.states() == ["returned", "accepted"]
        warned = said(answer)
        assert self.cast.nurlan.person.brief_name in warned
        assert self.cast.meerim.person.brief_name not in warned

    def test_where_all_were_answered_nothing_is_done_and_all_are_named(self) -> None:
        for one in (self.first, self.second):
            services.return_excuse(by=self.cast.aigul, excuse=one, words="тактаңыз")
        for more in ({}, {"ask": "1"}):
            answer = self.leader.post(self.url, self.both | more, follow=True)
            page = answer.content.decode()
            for student in (self.cast.nurlan, self.cast.meerim):
                assert student.person.brief_name in page
        answer = self.leader.post(self.url, {"one": self.first.pk})
        assert self.cast.nurlan.person.brief_name in said(answer) and self.states() == ["returned"] * 2

    def test_sent_ticks_stay_when_something_is_refused(self) -> None:
        third = self.sent(away=Away(self.day, self.day, 3, 3), kind="family")
        ticks = {"chosen": [self.second.pk, 999_999]}
        page = self.leader.post(self.url, ticks)
        assert page.status_code == 200 and self.states() == ["sent", "sent"]
        assert self.ticked(page) == {self.second.pk}
        [errors] = [page.context["form"].errors]
        assert set(errors) == {"chosen"} and page.context["form"]["chosen"].label == "Түшүндүрмөлөр"
        assert self.ticked(self.leader.get(self.url)) == {self.first.pk, self.second.pk, third.pk}
        organisation.close_term(by=None, term=self.cast.half, reason="эрте")
        if self.cast.half.holds(self.day):
            page = self.leader.post(self.url, {"chosen": [third.pk]})
            assert page.status_code == 200 and self.ticked(page) == {third.pk}

    def ticked(self, page: HttpResponse) -> set[int]:
        text = page.content.decode()
        return {pk for pk in Excuse.objects.values_list("pk", flat=True) if f'value="{pk}" checked' in text}

    def test_the_excuse_of_a_class_that_is_not_led_is_neither_answered_nor_named(self) -> None:
        stranger = browser(self.cast.bakyt)
        page = stranger.post(self.url, self.both)
        assert page.status_code == 200 and self.states() == ["sent", "sent"]
        assert self.cast.nurlan.person.brief_name not in page.content.decode()

    def test_acceptances_taken_back_leave_out_what_a_colleague_took_back(self) -> None:
        services.accept_excuses(by=self.cast.aigul, excuses=[self.first, self.second])
        services.revoke_excuse(by=self.cast.aigul, excuse=self.first, words="ката")
        answer = self.leader.post(reverse("journal:excuses_revoke"), self.both | {"words": "ката болду"})
        assert answer.status_code == 302 and self.states() == ["sent", "sent"]
        assert self.cast.nurlan.person.brief_name in said(answer)
