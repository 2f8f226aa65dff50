"""Clause 2.2 on a phone: from the open ballot to the result, and nothing on the way tells how somebody voted."""

import pytest
from playwright.sync_api import expect

from jetekchi.plan import services
from jetekchi.plan.models import Election
from jetekchi.plan.tests import selfgov_factories as made
from jetekchi.worklog.services import ensure_kinds
from tests import cast
from tests.journey import Journey

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


class ASecretVote(Journey):
    window = PHONE

    def test_a_student_votes_in_two_taps_and_reads_the_result(self):
        people = cast.build()
        ensure_kinds(by=None)
        others = made.crowd(people.class_a, 5)
        election = made.opened(people.aigul, people.class_a, [people.meerim, others[0]])
        page = self.page
        self.sign_in("nurlan")
        page.goto(f"/elections/{election.pk}/")
        page.get_by_role("link", name="Добуш берүү").tap()
        page.wait_for_url("**/ballot/")
        chosen = page.locator("label", has_text=people.meerim.person.brief_name).first
        box = chosen.bounding_box()
        self.assertGreaterEqual(box["height"], 44)
        self.fits()
        chosen.tap()
        page.get_by_role("button", name="Урнага салуу").tap()
        self.see("Добушуңуз урнада")
        expect(page.get_by_role("link", name="Добуш берүү")).to_have_count(0)
        # Whoever takes the phone next and goes back finds no choice.
        page.go_back()
        expect(page.locator("input[name=line]:checked")).to_have_count(0)
        self.assertFalse([one.url for one in self.requests if "line" in one.url])
        self.the_others_vote(people, election, others)
        services.close_voting(by=people.aigul, election=election)
        page.goto(f"/elections/{election.pk}/")
        won = page.locator(".rows li", has_text="шайланды")
        expect(won).to_contain_text(people.meerim.person.brief_name)
        expect(won.locator(".n")).to_have_text("4")
        self.fits()

    def fits(self):
        """Nothing hangs over the edge of the phone."""
        self.assertLessEqual(self.page.evaluate("document.documentElement.scrollWidth"), 360)

    def the_others_vote(self, people: cast.Cast, election: Election, others: list) -> None:
        """Three more for Meerim and two for the other, with slips."""
        codes = services.print_voting_slips(by=people.aigul, election=election, students=others)
        first = election.candidates.get(student=people.meerim).place
        second = election.candidates.exclude(student=people.meerim).get().place
        for code, line in zip(codes, (first, first, first, second, second), strict=True):
            services.vote_with_slip(by=people.aigul, election=election, code=code, line=line or 0)
