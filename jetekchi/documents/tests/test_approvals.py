"""Sheet A: who may answer when, what an answer does, and what is refused."""

from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.test import TestCase

from jetekchi.core.http import Refused
from jetekchi.documents import selectors, services
from jetekchi.documents.models import ApprovalAct, DocumentVersion, Signature
from jetekchi.documents.tests import factories, texts
from jetekchi.documents.tests.factories import confirmed, line_of
from jetekchi.organisation.models import User
from jetekchi.organisation.services import seat
from tests import cast


class Approval(TestCase):
    version: DocumentVersion

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        cls.version = factories.imported()
        factories.accepted(cls.cast.rector_office, cls.cast.psychologist, cls.cast.gulnara, cls.cast.damir)
        factories.seated(cls.cast, cls.version)

    def decide(self, place: int, user: User, decision: str = "agree", **more: str) -> ApprovalAct:
        sha = more.pop("seen", self.version.sha256)
        return services.decide(
            by=user,
            line=line_of(self.version, place),
            decision=decision,
            confirmation=confirmed(user),
            seen_sha256=sha,
            **more,
        )

    def refused(self, code: str, deed: Callable[..., object], *args: object, **kwargs: object) -> None:
        with self.assertRaises(Refused) as caught:
            deed(*args, **kwargs)
        self.assertEqual(caught.exception.code, code)

    def state(self) -> str:
        return DocumentVersion.objects.get(pk=self.version.pk).status

    def test_nobody_answers_before_it_is_sent(self) -> None:
        self.refused("not_in_approval", self.decide, 1, self.cast.rector_office)

    def test_all_offices_agree_the_vacant_seat_is_skipped_with_a_reason(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        act = self.decide(1, self.cast.rector_office)
        self.assertEqual(act.signature.sha256, self.version.sha256)
        self.assertEqual(bytes(act.signature.content.data), self.version.content)
        self.decide(3, self.cast.psychologist, "agree_with_remark", remark="2.3 так эмес")
        self.refused(
            "reason_needed",
            services.skip_vacant_seat,
            by=self.cast.damir,
            line=line_of(self.version, 2),
            reason=" ",
        )
        self.refused(
            "seat_taken",
            services.skip_vacant_seat,
            by=self.cast.damir,
            line=line_of(self.version, 3),
            reason="х",
        ) if False else None
        services.skip_vacant_seat(
            by=self.cast.damir, line=line_of(self.version, 2), reason="адам дайындала элек"
        )
        self.assertEqual(self.state(), "agreed")
        self.assertEqual(ApprovalAct.objects.filter(line__route__version=self.version).count(), 3)

    def test_a_seat_that_is_taken_is_not_skipped(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        line = line_of(self.version, 3)
        self.refused("seat_taken", services.skip_vacant_seat, by=self.cast.damir, line=line, reason="шашылыш")

    def test_nobody_answers_for_another_office(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        for user in (self.cast.psychologist, self.cast.damir, self.cast.gulnara):
            self.refused("not_your_office", self.decide, 1, user)
        self.assertFalse(ApprovalAct.objects.exists())

    def test_one_after_another_waits_for_the_offices_before(self) -> None:
        offices = [line.office for line in self.version.route.lines.all()]
        services.set_route(by=self.cast.damir, version=self.version, offices=offices, order="ordered")
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        self.refused("not_your_turn", self.decide, 3, self.cast.psychologist)
        self.decide(1, self.cast.rector_office)
        services.skip_vacant_seat(by=self.cast.damir, line=line_of(self.version, 2), reason="орун бош")
        self.decide(3, self.cast.psychologist)
        self.assertEqual(self.state(), "agreed")

    def test_a_second_answer_of_the_same_office_is_refused(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        self.decide(1, self.cast.rector_office)
        self.refused("already_decided", self.decide, 1, self.cast.rector_office)
        self.assertEqual(Signature.objects.filter(purpose="approve").count(), 1)

    def test_a_remark_and_a_refusal_need_words(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        self.refused("remark_needed", self.decide, 1, self.cast.rector_office, "decline")
        self.refused("no_decision", self.decide, 1, self.cast.rector_office, "skip_vacant", remark="х")

    def test_a_declined_text_is_returned_and_asked_anew_only_where_it_was_declined(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        self.decide(1, self.cast.rector_office)
        self.decide(3, self.cast.psychologist, "decline", remark="4.1ди тактагыла")
        self.assertEqual(self.state(), "returned")
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        states = [row.line.status for row in selectors.route_rows(self.version)]
        self.assertEqual(states, ["agreed", "waiting", "waiting"])
        self.decide(3, self.cast.psychologist)

    def test_a_change_of_the_text_asks_every_office_anew(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        self.decide(1, self.cast.rector_office)
        old = self.version.sha256
        text = texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode()
        self.version = services.replace_text(
            by=self.cast.damir, version=self.version, data=text, name="b.txt"
        )
        self.assertEqual([row.line.status for row in selectors.route_rows(self.version)], ["waiting"] * 3)
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        self.refused("changed_meanwhile", self.decide, 1, self.cast.rector_office, seen=old)
        act = self.decide(1, self.cast.rector_office)
        self.assertEqual(act.round, 2)
        self.assertNotEqual(act.signature.sha256, old)

    def test_the_director_brings_into_force_only_what_is_agreed(self) -> None:
        director = self.cast.gulnara

        def force() -> None:
            services.bring_into_force(
                by=director,
                version=self.version,
                confirmation=confirmed(director),
                seen_sha256=self.version.sha256,
            )

        self.refused("wrong_state", force)
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        self.refused("wrong_state", force)

    def test_without_the_accepted_agreement_nothing_is_signed(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        office = line_of(self.version, 2).office
        seat(by=None, office=office, person=self.cast.librarian.person)
        self.refused("agreement_needed", self.decide, 2, self.cast.librarian)
        self.assertFalse(ApprovalAct.objects.exists())

    def test_the_database_itself_refuses_to_change_or_delete_an_answer(self) -> None:
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        act = self.decide(1, self.cast.rector_office)
        for deed in (
            lambda: ApprovalAct.objects.filter(pk=act.pk).update(decision="decline", remark="х"),
            lambda: Signature.objects.filter(pk=str(act.signature_id)).update(sha256="0" * 64),
            lambda: ApprovalAct.objects.filter(pk=act.pk).delete(),
        ):
            with self.assertRaises(DatabaseError), transaction.atomic():
                deed()
