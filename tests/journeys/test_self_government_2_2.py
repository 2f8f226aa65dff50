"""Clause 2.2: a class finds its monitor by secret ballot; minutes, a term without a gap, work that is reported."""

import re
from datetime import timedelta

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone, translation

from jetekchi.compliance import selectors as compliance
from jetekchi.compliance.tests import factories as papers
from jetekchi.core.models import AuditEvent
from jetekchi.core.remember import forget
from jetekchi.organisation.models import Term, User
from jetekchi.plan.models import Assignment, ClassOffice, Election, Elector, OfficeTerm, VotingSlip
from jetekchi.plan.tests import selfgov_factories as made
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class MonitorElectedInSecret(TestCase):
    """Actors: the class leader announces, opens, closes; students stand, vote on a login or a slip, and report."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.imported()
        cls.today = timezone.localdate()
        Term.objects.filter(pk=cls.cast.half.pk).update(
            start_on=cls.today - timedelta(days=10), end_on=cls.today + timedelta(days=90)
        )
        cls.others = made.crowd(cls.cast.class_a, 6)
        cls.voters = [made.account(one) for one in cls.others[:4]]

    def setUp(self) -> None:
        cache.clear()
        forget()
        self.cast.half.refresh_from_db()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def announce(self) -> Election:
        end = self.cast.class_a.year.end_on.isoformat()
        self.by(self.cast.aigul).post(
            reverse("plan:election_add", args=[self.cast.class_a.pk]),
            {
                "office": "monitor", "vote_on": self.today.isoformat(), "term_from": self.today.isoformat(),
                "term_until": end, "chair": "Сыдыкова А.", "secretary": "Эсенгулова Ч.",
            },
        )  # fmt: skip
        return Election.objects.get()

    def at(self, name: str, election: Election) -> str:
        return reverse(f"plan:{name}", args=[election.pk])

    def opened(self) -> Election:
        election = self.announce()
        leader = self.by(self.cast.aigul)
        self.by(self.cast.nurlan_user).post(
            self.at("candidacy", election), {"words": "Нөөмөттү тартипке келтирем"}
        )
        leader.post(
            self.at("candidate_add", election), {"student": self.cast.meerim.pk, "words": "Билим жарышы"}
        )
        leader.post(self.at("election_open", election))
        election.refresh_from_db()
        self.assertEqual((election.state, election.on_roll), ("open", 8))
        return election

    def line_of(self, page: str, name: str) -> str:
        """The value of a candidate's line as the page shows it."""
        found = re.search(rf'value="(\d\d)"(?:(?!value=).)*?{name}', page, re.S)
        assert found, name
        return found.group(1)

    def vote(self, user: User, election: Election, name: str) -> None:
        client = self.by(user)
        page = client.get(self.at("ballot", election)).content.decode()
        client.post(self.at("ballot", election), {"line": self.line_of(page, name)})

    def slips(self, election: Election) -> list[str]:
        chosen = [self.cast.meerim.pk, *(one.pk for one in self.others[4:])]
        answer = self.by(self.cast.aigul).post(self.at("slips", election), {"students": chosen})
        return list(answer.context["codes"])

    def held(self) -> Election:
        election = self.opened()
        for user, name in zip(
            [self.cast.nurlan_user, *self.voters],
            ["Нурлан", "Нурлан", "Нурлан", "Мээрим", "Нурлан"],
            strict=True,
        ):
            self.vote(user, election, name)
        booth = self.by(self.cast.aigul)
        page = booth.get(self.at("booth", election)).content.decode()
        for code, name in zip(self.slips(election), ("Мээрим", "Мээрим", "Нурлан"), strict=True):
            booth.post(self.at("booth", election), {"code": code, "line": self.line_of(page, name)})
        booth.post(self.at("election_close", election))
        election.refresh_from_db()
        return election

    def test_slips_in_somebodys_hand_do_not_become_void_in_silence(self) -> None:
        election = self.opened()
        leader, chosen = self.by(self.cast.aigul), {"students": [self.cast.meerim.pk]}
        (code,) = leader.post(self.at("slips", election), chosen).context["codes"]
        for _time in range(2):
            answer = leader.post(self.at("slips", election), chosen)
            self.assertContains(answer, "Мурда басылган 1 талон али колдонулган жок")
            self.assertNotIn("codes", answer.context)
        booth = self.by(self.cast.aigul)
        page = booth.get(self.at("booth", election)).content.decode()
        booth.post(self.at("booth", election), {"code": code, "line": self.line_of(page, "Нурлан")})
        self.assertTrue(VotingSlip.objects.get().is_used)

    # --- actor ------------------------------------------------------------------------------------------------

    def test_announced_candidates_with_own_words_voted_both_ways_counted_and_the_monitor_works(self) -> None:
        election = self.held()
        self.assertEqual((election.outcome, election.voted), ("elected", 8))
        term = OfficeTerm.objects.get(election=election)
        self.assertEqual(term.student, self.cast.nurlan)
        due = (self.today + timedelta(days=3)).isoformat()
        self.by(self.cast.aigul).post(
            reverse("plan:term", args=[term.pk]),
            {"deed": "give", "kind": "task", "title": "Нөөмөт графиги", "due_on": due, "details": ""},
        )
        given = Assignment.objects.get()
        holder = self.by(self.cast.nurlan_user)
        self.assertContains(holder.get("/"), "Нөөмөт графиги")
        url = reverse("plan:assignment", args=[given.pk])
        holder.post(url, {"deed": "report", "report": "График илинди"})
        self.by(self.cast.aigul).post(url, {"deed": "accept", "remark": ""})
        given.refresh_from_db()
        self.assertEqual(given.state, "accepted")

    # --- evidence ---------------------------------------------------------------------------------------------

    def test_the_election_with_its_minutes_and_a_term_without_gap_fulfil_the_clause(self) -> None:
        self.assertFalse(self.cell().evidence)
        self.held()
        self.assertTrue(self.cell().fulfilled)
        entry = WorkEntry.objects.get()
        self.assertEqual((entry.kind.code, entry.source), ("self_government", "plan"))
        steps = set(AuditEvent.objects.values_list("action", flat=True))
        self.assertTrue({"plan:election:opened", "plan:election:voted", "plan:election:closed"} <= steps)

    def cell(self):
        forget()
        found = compliance.leader_matrix(self.cast.half, self.cast.class_a)
        return next(cell for line, cell in found.rows if line.number == "2.2")

    def test_an_office_without_a_holder_keeps_the_clause_open_and_says_so(self) -> None:
        self.held()
        OfficeTerm.objects.update(until_on=self.today)
        ClassOffice.objects.filter(code="deputy").update(is_required=True)
        with translation.override("en"):
            self.assertIn("without a holder", self.cell().finding.missing)
        self.assertFalse(self.cell().fulfilled)

    # --- the printed paper ------------------------------------------------------------------------------------

    def test_the_minutes_are_printed_as_pdf_and_docx_in_the_form_of_a_protocol(self) -> None:
        election = self.held()
        client = self.by(self.cast.damir)
        self.assertTrue(client.get(self.at("minutes", election) + "?format=pdf").content.startswith(b"%PDF"))
        self.assertTrue(client.get(self.at("minutes", election) + "?format=docx").content.startswith(b"PK"))
        from jetekchi.core.papers.text import plain_text
        from jetekchi.plan.selectors import minutes_paper

        with translation.override("ky"):
            words = plain_text(minutes_paper(election))
        for part in (
            "ПРОТОКОЛ",
            "КҮН ТАРТИБИ",
            "УГУЛДУ",
            "ТОКТОМ КЫЛЫНДЫ",
            "Токтогулов Нурлан",
            "Сыдыкова А.",
        ):
            self.assertIn(part, words)

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_before_the_closing_nobody_sees_a_number_and_the_minutes_do_not_exist(self) -> None:
        election = self.opened()
        self.vote(self.cast.nurlan_user, election, "Мээрим")
        for user in (self.cast.aigul, self.cast.damir, self.cast.nurlan_user):
            page = self.by(user).get(self.at("election", election))
            self.assertNotIn("lines", page.context)
        self.assertEqual(self.by(self.cast.aigul).get(self.at("minutes", election)).status_code, 404)

    def test_a_second_vote_a_used_slip_a_leaders_vote_and_a_stranger_are_refused(self) -> None:
        election = self.opened()
        self.vote(self.cast.nurlan_user, election, "Нурлан")
        self.by(self.cast.nurlan_user).post(self.at("ballot", election), {"line": "00"})
        self.assertEqual(Elector.objects.filter(has_voted=True).count(), 1)
        refused = AuditEvent.objects.filter(chain="refusals", action="plan:election:refused").get()
        self.assertEqual((refused.reason, refused.by), ("already-voted", self.cast.nurlan_user))
        code = self.slips(election)[0]
        for _time in range(2):
            self.by(self.cast.aigul).post(self.at("booth", election), {"code": code, "line": "00"})
        self.assertEqual(VotingSlip.objects.filter(is_used=True).count(), 1)
        self.assertEqual(self.by(self.cast.aigul).get(self.at("ballot", election)).status_code, 403)
        for user in (self.cast.bakyt, self.cast.tilek_user, self.cast.ainura, self.cast.admin):
            for name in ("election", "ballot", "booth", "slips", "minutes"):
                self.assertEqual(self.by(user).get(self.at(name, election)).status_code, 404, name)
