"""The secret ballot: one vote each, whichever way; a result after closing, as far as it tells of no single person."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Student, User
from jetekchi.plan import services
from jetekchi.plan.models import Candidate, Election, Elector, OfficeTerm, Urn, VotingSlip
from jetekchi.plan.selectors.verdict import may_be_shown
from jetekchi.plan.tests import selfgov_factories as made
from tests import cast
from tests.emptied import Emptied


def keys() -> set[str]:
    folder = Path(settings.DATA_DIR) / "urns"
    return {one.name for one in folder.iterdir()} if folder.is_dir() else set()


class Ballot(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        cls.leader = cls.cast.aigul
        cls.students = [cls.cast.nurlan, cls.cast.meerim, *made.crowd(cls.cast.class_a, 6)]
        cls.users = {cls.cast.nurlan.pk: cls.cast.nurlan_user}
        cls.users |= {one.pk: made.account(one) for one in cls.students[1:]}

    def open(self, candidates: int = 2) -> Election:
        return made.opened(self.leader, self.cast.class_a, self.students[:candidates])

    def vote(self, election: Election, student: Student, line: int) -> None:
        services.vote(by=self.users[student.pk], election=election, line=line)

    def vote_all(self, election: Election, lines: list[int], **known: bool) -> Election:
        for student, line in zip(self.students, lines, strict=False):
            self.vote(election, student, line)
        return services.close_voting(by=self.leader, election=election, **known)

    def refused(self, refusal: str, deed: Any, /, **words: Any) -> None:
        with self.assertRaises(Refused) as caught:
            deed(**words)
        self.assertEqual(caught.exception.code, refusal)

    # --- one vote each -----------------------------------------------------------------------------------------

    def test_a_second_vote_is_refused(self) -> None:
        election = self.open()
        self.vote(election, self.students[0], 1)
        self.refused("already-voted", self.vote, election=election, student=self.students[0], line=2)
        self.assertEqual(Elector.objects.filter(election=election, has_voted=True).count(), 1)

    def test_who_is_not_on_the_roll_does_not_vote(self) -> None:
        election = self.open()
        for user in (self.leader, self.cast.tilek_user, self.cast.ainura, self.cast.admin):
            self.refused("not-on-the-roll", services.vote, by=user, election=election, line=1)
        late = made.account(made.crowd(self.cast.class_a, 1, first=9900)[0])
        self.refused("not-on-the-roll", services.vote, by=late, election=election, line=1)

    def test_a_slip_is_valid_once_and_shuts_the_login(self) -> None:
        election = self.open()
        holder = self.students[3]
        (code,) = services.print_voting_slips(by=self.leader, election=election, students=[holder])
        self.refused("votes-by-slip", self.vote, election=election, student=holder, line=1)
        words = {"by": self.leader, "election": election, "line": 1}
        services.vote_with_slip(code=f" {code[:4].lower()} {code[4:]}", **words)
        self.refused("slip-unknown", services.vote_with_slip, code=code, **words)
        self.refused("slip-unknown", services.vote_with_slip, code="AAAAAAAA", **words)
        self.assertEqual(VotingSlip.objects.filter(is_used=True).count(), 1)

    def test_slips_printed_again_replace_the_unused_ones_only_when_the_leader_said_so(self) -> None:
        election = self.open()
        old = services.print_voting_slips(by=self.leader, election=election, students=self.students[2:4])
        again = {"by": self.leader, "election": election, "students": self.students[2:5]}
        self.refused("slips-unused", services.print_voting_slips, **again)
        services.vote_with_slip(by=self.leader, election=election, code=old[1], line=1)
        new = services.print_voting_slips(**again, void_unused=True)
        self.assertEqual((len(old), len(new), set(old) & set(new)), (2, 2, set()))
        self.refused(
            "slip-unknown", services.vote_with_slip, by=self.leader, election=election, code=old[0], line=1
        )

    def test_when_all_slips_are_used_more_are_printed_without_a_question(self) -> None:
        election = self.open()
        (code,) = services.print_voting_slips(by=self.leader, election=election, students=self.students[2:3])
        services.vote_with_slip(by=self.leader, election=election, code=code, line=1)
        more = services.print_voting_slips(by=self.leader, election=election, students=self.students[3:4])
        self.assertEqual(len(more), 1)

    def test_who_has_voted_by_login_is_given_no_slip(self) -> None:
        election = self.open()
        self.vote(election, self.students[2], 1)
        self.refused(
            "already-voted", services.print_voting_slips, by=self.leader, election=election,
            students=[self.students[2]],
        )  # fmt: skip

    def test_a_line_that_is_not_on_the_ballot_is_no_vote(self) -> None:
        election = self.open(candidates=2)
        for line in (3, -1, 99):
            self.refused("line-unknown", self.vote, election=election, student=self.students[0], line=line)
        self.assertFalse(Elector.objects.filter(has_voted=True).exists())

    # --- the result --------------------------------------------------------------------------------------------

    def test_a_winner_who_left_the_class_is_named_and_not_seated_and_the_holder_before_stays(self) -> None:
        before = made.term(self.leader, self.students[5], "monitor", from_on=self.cast.year.start_on)
        election = self.open()
        won = Candidate.objects.get(election=election, place=1)
        Student.objects.filter(pk=won.student_id).update(class_group=self.cast.class_b)
        election = self.vote_all(election, [1, 1, 1, 2, 2, 0, 1, 2])
        self.assertEqual((election.state, election.outcome, election.winner), ("closed", "left", won))
        self.assertFalse(OfficeTerm.objects.filter(election=election).exists())
        self.assertGreater(OfficeTerm.objects.get(pk=before.pk).until_on, election.term_from)
        client = Client()
        client.force_login(self.leader)
        page = client.get(reverse("plan:election", args=[election.pk]))
        self.assertContains(page, "Кызмат орду бош калат")
        self.assertNotContains(page, '<span class="badge ok">')
        # The office can be voted on again at once.
        again = made.opened(self.leader, self.cast.class_a, self.students[2:4])
        self.assertEqual(again.state, "open")

    def test_the_winner_is_seated_and_the_holder_before_leaves_the_day_before(self) -> None:
        start = self.cast.year.start_on
        before = made.term(self.leader, self.students[5], "monitor", from_on=start)
        election = self.vote_all(self.open(), [1, 1, 1, 2, 2, 0, 1, 2])
        self.assertEqual((election.outcome, election.counts), ("elected", [[0, 1], [1, 4], [2, 3]]))
        before.refresh_from_db()
        term = OfficeTerm.objects.get(election=election)
        self.assertEqual(term.student, Candidate.objects.get(election=election, place=1).student)
        self.assertEqual((term.from_on - before.until_on).days, 1)

    def test_equal_votes_and_against_all_elect_nobody(self) -> None:
        self.assertEqual(self.vote_all(self.open(), [1, 1, 2, 2, 1, 2]).outcome, "tie")
        self.assertEqual(self.vote_all(self.open(), [0, 0, 0, 0, 1, 2]).outcome, "nobody")
        self.assertFalse(OfficeTerm.objects.exists())

    def test_all_for_one_or_all_but_one_keeps_no_numbers(self) -> None:
        for lines in ([1] * 8, [1] * 7 + [2], [1] * 6 + [2, 0]):
            election = self.vote_all(self.open(), lines)
            self.assertEqual((election.outcome, election.counts), ("elected", None), lines)
            OfficeTerm.objects.filter(election=election).delete()

    def test_numbers_are_shown_only_when_an_own_vote_tells_of_no_other(self) -> None:
        for counts, shown in (([0, 25], False), ([1, 24], False), ([1, 1, 23], False), ([2, 23], True)):
            self.assertEqual(may_be_shown(counts), shown, counts)

    def test_with_too_few_votes_the_urn_is_destroyed_unopened(self) -> None:
        election = self.vote_all(self.open(), [1, 1, 2, 1], though_too_few=True)
        self.assertEqual((election.outcome, election.counts, election.winner), ("too_few", None, None))
        self.assertFalse(Urn.objects.exists())

    def test_with_too_few_votes_it_is_closed_only_by_who_ticked_to_know_it(self) -> None:
        election = self.open()
        self.refused("too-few-votes", self.vote_all, election=election, lines=[1, 1, 2, 1])
        self.assertTrue(Urn.objects.exists())
        client, page = Client(), reverse("plan:election", args=[election.pk])
        client.force_login(self.leader)
        self.assertContains(client.get(page), "though_too_few")
        for ticked, state in (({}, "open"), ({"though_too_few": "on"}, "closed")):
            close = reverse("plan:election_close", args=[election.pk])
            answer = client.post(close, {"form_key": state, **ticked}, follow=True)
            election.refresh_from_db()
            self.assertEqual(election.state, state)
        self.assertContains(answer, "саналбастан жок кылынды", count=2)

    def test_with_enough_votes_the_page_says_so_and_asks_nothing(self) -> None:
        election = self.open()
        for student in self.students:
            self.vote(election, student, 1)
        client = Client()
        client.force_login(self.leader)
        page = client.get(reverse("plan:election", args=[election.pk]), headers={"accept-language": "en"})
        self.assertNotContains(page, "though_too_few")
        self.assertEqual((page.context["turnout"].voted, page.context["turnout"].needed <= 8), (8, True))

    def test_a_class_too_small_for_a_secret_holds_no_ballot(self) -> None:
        election = made.announced(self.cast.bakyt, self.cast.class_b)
        services.name_candidate(by=self.cast.bakyt, election=election, student=self.cast.sanjar)
        self.refused("class-too-small", services.open_voting, by=self.cast.bakyt, election=election)

    def test_no_vote_is_announced_for_a_day_of_a_closed_half_year(self) -> None:
        organisation.close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        self.refused("half-year-closed", made.announced, by=self.leader, group=self.cast.class_a)
        self.assertFalse(Election.objects.exists())

    def test_no_vote_is_held_for_a_seat_that_could_not_be_taken_afterwards(self) -> None:
        today = timezone.localdate()
        holder = made.term(self.leader, self.students[5], "monitor", from_on=today)
        days = {"vote_on": today, "term_from": today, "term_until": self.cast.class_a.year.end_on}
        client, page = Client(), reverse("plan:election_add", args=[self.cast.class_a.pk])
        client.force_login(self.leader)
        answer = client.post(page, {"office": "monitor", **days})
        self.assertTrue(answer.context["form"].has_error("term_from", "seat-taken"))
        self.assertFalse(Election.objects.exists())
        days["term_from"] = today + timedelta(days=1)
        client.post(page, {"office": "monitor", **days})
        election = Election.objects.get()
        for student in self.students[:2]:
            services.name_candidate(by=self.leader, election=election, student=student)
        services.open_voting(by=self.leader, election=election)
        self.assertEqual(self.vote_all(election, [1, 1, 1, 2, 2, 0]).outcome, "elected")
        holder.refresh_from_db()
        self.assertEqual(holder.until_on, today)
        self.assertEqual(OfficeTerm.objects.get(election=election).from_on, days["term_from"])

    def test_a_vote_is_opened_on_its_day_and_opened_later_it_is_one_of_that_day(self) -> None:
        today = timezone.localdate()
        election = made.announced(self.leader, self.cast.class_a)
        services.name_candidate(by=self.leader, election=election, student=self.students[1])
        Election.objects.update(vote_on=today + timedelta(days=2), term_from=today + timedelta(days=3))
        self.refused("vote-early", services.open_voting, by=self.leader, election=election)
        Election.objects.update(vote_on=today - timedelta(days=9), term_from=today - timedelta(days=5))
        opened = services.open_voting(by=self.leader, election=election)
        self.assertEqual((opened.vote_on, opened.term_from), (today, today))

    def test_who_is_elected_sits_from_the_day_of_the_count_at_the_earliest(self) -> None:
        election = self.open()
        past = timezone.localdate() - timedelta(days=3)
        Election.objects.update(vote_on=past, term_from=past)
        self.vote_all(election, [1, 1, 1, 1, 2, 0])
        self.assertEqual(OfficeTerm.objects.get(election=election).from_on, timezone.localdate())

    def test_a_term_that_is_over_at_the_count_seats_nobody_and_ends_nobodys_term(self) -> None:
        election, past = self.open(), timezone.localdate() - timedelta(days=3)
        Election.objects.update(vote_on=past, term_from=past, term_until=past)
        holder = made.term(self.cast.bakyt, self.cast.sanjar)
        OfficeTerm.objects.filter(pk=holder.pk).update(class_group=self.cast.class_a)
        closed = self.vote_all(election, [1, 1, 1, 1, 2, 0])
        self.assertEqual(
            (closed.outcome, OfficeTerm.objects.filter(election=election).exists()), ("elected", False)
        )
        before = holder.until_on
        holder.refresh_from_db()
        self.assertEqual(holder.until_on, before)

    def test_in_a_closed_half_year_nothing_is_counted_and_no_vote_is_lost(self) -> None:
        election = self.open()
        organisation.close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        self.refused("half-year-closed", self.vote_all, election=election, lines=[1, 1, 1, 1, 2, 0])
        self.assertTrue(Urn.objects.filter(election=election).exists())
        organisation.reopen_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        self.assertEqual(services.close_voting(by=self.leader, election=election).voted, 6)

    def test_a_phone_that_is_passed_on_shows_no_choice_and_reads_a_code_of_a_kyrgyz_keyboard(self) -> None:
        election = self.open()
        codes = services.print_voting_slips(by=self.leader, election=election, students=self.students[2:])
        client, page = Client(), reverse("plan:booth", args=[election.pk])
        client.force_login(self.leader)
        answer = client.post(page, {"code": "   ", "line": "01"})
        self.assertTrue(answer.context["form"].has_error("code"))
        self.assertNotContains(answer, "checked")
        typed = codes[0].lower().translate(str.maketrans("abekmhpctyx", "авекмнрстүх"))
        client.post(page, {"code": f" {typed[:4]} {typed[4:]}", "line": "01"})
        self.assertEqual(VotingSlip.objects.filter(is_used=True).count(), 1)

    # --- states ------------------------------------------------------------------------------------------------

    def test_nothing_is_voted_before_the_opening_and_after_the_closing(self) -> None:
        election = made.announced(self.leader, self.cast.class_a)
        self.refused("no-candidates", services.open_voting, by=self.leader, election=election)
        self.refused("election-state", self.vote, election=election, student=self.students[0], line=1)
        services.name_candidate(by=self.leader, election=election, student=self.students[1])
        services.open_voting(by=self.leader, election=election)
        self.refused(
            "election-state",
            services.name_candidate,
            by=self.leader,
            election=election,
            student=self.students[2],
        )
        self.vote_all(election, [1, 1, 1, 1, 0, 0])
        self.refused("election-state", self.vote, election=election, student=self.students[7], line=1)
        self.refused("election-state", services.close_voting, by=self.leader, election=election)

    def test_a_vote_that_is_called_off_leaves_neither_urn_nor_key(self) -> None:
        election = self.open()
        name = Urn.objects.get().key_name
        self.assertIn(name, keys())
        with self.captureOnCommitCallbacks(execute=True):
            services.void_election(by=self.leader, election=election, reason="Кар жаады")
        self.assertFalse(Urn.objects.exists())
        self.assertNotIn(name, keys())

    def test_without_its_key_the_urn_is_not_opened_and_the_vote_can_be_called_off(self) -> None:
        election = self.open()
        (Path(settings.DATA_DIR) / "urns" / Urn.objects.get().key_name).unlink()
        self.refused("urn-unreadable", self.vote, election=election, student=self.students[0], line=1)
        services.void_election(by=self.leader, election=election, reason="Ачкыч жок")

    def test_an_urn_put_back_to_an_earlier_state_does_not_match_the_roll(self) -> None:
        election = self.open()
        early = bytes(Urn.objects.get().sealed)
        for student in self.students:
            self.vote(election, student, 1)
        Urn.objects.update(sealed=early)
        self.refused("urn-does-not-match", services.close_voting, by=self.leader, election=election)
        self.assertTrue(Urn.objects.exists())


class TwoAtOnce(Emptied):
    """On PostgreSQL as on SQLite."""

    def setUp(self) -> None:
        cache.clear()
        self.cast = cast.build()
        self.students = [self.cast.nurlan, self.cast.meerim, *made.crowd(self.cast.class_a, 6)]
        self.users = [made.account(one) for one in self.students[1:]]
        self.election = made.opened(self.cast.aigul, self.cast.class_a, self.students[:2])

    def deed(self, user: User, line: int) -> Any:
        def vote() -> str:
            services.vote(by=User.objects.get(pk=user.pk), election=self.election, line=line)
            return "counted"

        return vote

    def test_one_voter_twice_at_once_has_one_vote(self) -> None:
        with shared_database():
            answers = race(*(self.deed(self.users[0], line) for line in (1, 2, 0)))
        self.assertEqual(sorted(map(str, answers)), ["already-voted", "already-voted", "counted"])

    def test_six_voters_at_once_are_six_votes_in_the_urn(self) -> None:
        def close() -> Any:
            return services.close_voting(by=self.cast.aigul, election=self.election).counts

        with shared_database():
            answers = race(*(self.deed(user, 1 + place % 2) for place, user in enumerate(self.users[:6])))
            counts = race(close)
        self.assertEqual(answers, ["counted"] * 6)
        self.assertEqual(counts, [[[0, 0], [1, 3], [2, 3]]])

    def test_one_slip_twice_at_once_is_one_vote(self) -> None:
        (code,) = services.print_voting_slips(
            by=self.cast.aigul, election=self.election, students=[self.students[3]]
        )

        def vote() -> str:
            services.vote_with_slip(by=self.cast.aigul, election=self.election, code=code, line=1)
            return "counted"

        with shared_database():
            answers = race(vote, vote)
        self.assertEqual(sorted(map(str, answers)), ["counted", "slip-unknown"])
