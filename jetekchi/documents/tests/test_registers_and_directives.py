"""Sheets B, C, D as rows, and directives from issue to done or excused."""

from collections.abc import Callable
from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.documents import selectors, services
from jetekchi.documents.models import ChangeEntry, Directive, DocumentVersion
from jetekchi.documents.tests import factories, texts
from jetekchi.documents.tests.factories import confirmed
from tests import cast


class Registers(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        factories.accepted(cls.cast.rector_office, cls.cast.psychologist, cls.cast.gulnara, cls.cast.damir)
        cls.first = factories.in_force(cls.cast)
        text = texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode()
        cls.second = services.import_instruction(by=None, data=text, name="b.txt").version

    def record(self, version: DocumentVersion, seen: str | None = None) -> ChangeEntry:
        return services.record_change(
            by=self.cast.damir,
            version=version,
            replaced_sheet="2",
            basis="№ 14 буйрук",
            entered_on=timezone.localdate(),
            confirmation=confirmed(self.cast.damir),
            seen_sha256=seen,
        )

    def test_a_change_is_registered_for_the_very_text_that_was_shown(self) -> None:
        with self.assertRaises(Refused) as caught:
            self.record(self.second, seen=self.first.sha256)
        self.assertEqual(caught.exception.code, "changed_meanwhile")
        self.assertEqual(self.record(self.second, seen=self.second.sha256).number, 1)

    def test_a_change_is_registered_once_under_a_signature(self) -> None:
        entry = self.record(self.second)
        self.assertEqual((entry.number, entry.version), (1, self.second))
        self.assertIn(self.second.sha256, bytes(entry.signature.content.data).decode())
        with self.assertRaises(Refused) as caught:
            self.record(self.second)
        self.assertEqual(caught.exception.code, "registered_already")

    def test_the_first_edition_changes_nothing(self) -> None:
        with self.assertRaises(Refused) as caught:
            self.record(self.first)
        self.assertEqual(caught.exception.code, "no_change")

    def test_the_sheet_says_who_has_and_who_has_not(self) -> None:
        factories.accepted(self.cast.aigul)
        services.acknowledge(
            by=self.cast.aigul,
            version=self.first,
            confirmation=confirmed(self.cast.aigul),
            seen_sha256=self.first.sha256,
        )
        rows = {row.person.pk: row for row in selectors.acquaintance_sheet(self.first)}
        self.assertEqual(set(rows), {self.cast.aigul.person_id, self.cast.bakyt.person_id})
        self.assertIsNotNone(rows[self.cast.aigul.person_id].row)
        self.assertIsNotNone(rows[self.cast.bakyt.person_id].due_on)

    def test_who_must_know_is_a_list_of_the_lyceum(self) -> None:
        services.set_readers(
            by=self.cast.damir,
            document=self.first.document,
            audiences=["all_teachers"],
            people=[self.cast.librarian.person],
            offices=[self.cast.quality_office],
        )
        names = {person.pk for person in selectors.required_people(self.first.document)}
        self.assertIn(self.cast.librarian.person_id, names)
        self.assertIn(self.cast.chynara.person_id, names)


class Directives(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def issue(self, number: str = "5-т") -> Directive:
        today = timezone.localdate()
        return services.issue_directive(
            by=self.cast.gulnara,
            number=number,
            given_on=today,
            text="Класстын бурчун жасалгалоо",
            executor=self.cast.aigul.person,
            due_on=today + timedelta(days=4),
        )

    def refused(self, code: str, deed: Callable[..., object], **kwargs: object) -> None:
        with self.assertRaises(Refused) as caught:
            deed(**kwargs)
        self.assertEqual(caught.exception.code, code)

    def test_from_issue_to_done_with_evidence(self) -> None:
        directive = self.issue()
        self.assertEqual(selectors.pending_for(self.cast.aigul)[0].clause, "7.2")
        self.refused(
            "wrong_state",
            services.complete_directive,
            by=self.cast.aigul,
            directive=directive,
            evidence="бүттү",
        )
        services.acknowledge_directive(by=self.cast.aigul, directive=directive)
        self.refused(
            "evidence_needed",
            services.complete_directive,
            by=self.cast.aigul,
            directive=directive,
            evidence=" ",
        )
        services.complete_directive(by=self.cast.aigul, directive=directive, evidence="Сүрөтү папкада")
        counts = selectors.directive_counts([self.cast.aigul.person])[self.cast.aigul.person_id]
        self.assertEqual((counts.given, counts.done_in_time, counts.open), (1, 1, 0))
        self.assertEqual(selectors.pending_for(self.cast.aigul), [])

    def test_nobody_does_it_in_the_name_of_another(self) -> None:
        directive = self.issue()
        for user in (self.cast.bakyt, self.cast.gulnara):
            self.refused("not_the_executor", services.acknowledge_directive, by=user, directive=directive)

    def test_a_reason_is_accepted_by_another_person_only(self) -> None:
        directive = self.issue()
        services.acknowledge_directive(by=self.cast.aigul, directive=directive)
        services.give_reason(by=self.cast.aigul, directive=directive, reason="Ооруп калдым")
        self.refused("own_directive", services.accept_reason, by=self.cast.aigul, directive=directive)
        self.refused(
            "answer_needed", services.refuse_reason, by=self.cast.gulnara, directive=directive, answer=""
        )
        services.refuse_reason(by=self.cast.gulnara, directive=directive, answer="Маалымкат керек")
        services.give_reason(by=self.cast.aigul, directive=directive, reason="Маалымкат тиркелди")
        done = services.accept_reason(by=self.cast.gulnara, directive=directive)
        self.assertEqual(done.status, "excused")
        self.refused(
            "wrong_state", services.give_reason, by=self.cast.aigul, directive=directive, reason="дагы"
        )

    def test_a_number_is_given_once_a_day_and_dates_are_in_order(self) -> None:
        self.issue()
        self.refused("number_taken", self.issue)
        today = timezone.localdate()
        self.refused(
            "dates_out_of_order",
            services.issue_directive,
            by=self.cast.gulnara,
            number="6",
            given_on=today,
            text="т",
            executor=self.cast.aigul.person,
            due_on=today - timedelta(days=1),
        )
