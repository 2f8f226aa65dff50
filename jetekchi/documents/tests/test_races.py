"""Two signers at once, a request sent twice, two imports together: one effect each, the chain stays whole."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from jetekchi.core import audit
from jetekchi.documents import services
from jetekchi.documents.models import Acquaintance, ApprovalAct, ApprovalLine, DocumentVersion, Signature
from jetekchi.documents.tests import factories, texts
from jetekchi.documents.tests.race import race, shared_database
from tests import cast
from tests.emptied import Emptied


class Races(Emptied):
    def setUp(self) -> None:
        cache.clear()
        self.cast = cast.build()
        people = [self.cast.rector_office, self.cast.psychologist, self.cast.gulnara, self.cast.aigul]
        factories.accepted(*people)
        self.version = factories.imported()

    def counted(self, *counts: Callable[[], Any]) -> list[Any]:
        """Counts as the threads' database has them."""
        return race(*counts)

    def decide(self, place: int, user: Any) -> Callable[[], Any]:
        confirmation = factories.confirmed(user)
        line = factories.line_of(self.version, place)

        def deed() -> str:
            fresh = ApprovalLine.objects.select_related("route__version").get(pk=line.pk)
            services.decide(
                by=user,
                line=fresh,
                decision="agree",
                confirmation=confirmation,
                seen_sha256=self.version.sha256,
            )
            return "signed"

        return deed

    def test_one_office_that_answers_twice_at_once_has_one_answer(self) -> None:
        factories.seated(self.cast, self.version)
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        with shared_database():
            deed = self.decide(1, self.cast.rector_office)
            answers = race(deed, deed, deed)
            counts = self.counted(
                ApprovalAct.objects.count, Signature.objects.filter(purpose="approve").count
            )
            damage = race(audit.verify)
        self.assertEqual(sorted(answers), ["already_decided", "already_decided", "signed"])
        self.assertEqual(counts, [1, 1])
        self.assertEqual(damage, [None])

    def test_the_last_two_offices_at_once_make_the_document_agreed_exactly_once(self) -> None:
        factories.seated(self.cast, self.version)
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        services.skip_vacant_seat(
            by=self.cast.damir, line=factories.line_of(self.version, 2), reason="орун бош"
        )
        with shared_database():
            answers = race(self.decide(1, self.cast.rector_office), self.decide(3, self.cast.psychologist))
            pk = self.version.pk
            state = race(lambda: DocumentVersion.objects.get(pk=pk).status)
        self.assertEqual(answers, ["signed", "signed"])
        self.assertEqual(state, ["agreed"])

    def test_an_answer_and_a_change_of_the_text_at_once_never_leave_an_answer_to_the_old_text(self) -> None:
        factories.seated(self.cast, self.version)
        services.submit_for_approval(by=self.cast.damir, version=self.version)
        data = texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode()

        def replace() -> str:
            services.replace_text(by=self.cast.damir, version=self.version, data=data, name="b.txt")
            return "replaced"

        with shared_database():
            answers = race(self.decide(1, self.cast.rector_office), replace)
            line = factories.line_of(self.version, 1).pk
            state = race(lambda: ApprovalLine.objects.get(pk=line).status)
        self.assertEqual(answers[1], "replaced")
        self.assertIn(answers[0], ["signed", "changed_meanwhile", "not_in_approval"])
        self.assertEqual(state, ["waiting"])

    def test_a_reader_who_sends_the_form_three_times_signs_once(self) -> None:
        version = factories.in_force(self.cast)
        confirmation = factories.confirmed(self.cast.aigul)

        def deed() -> str:
            services.acknowledge(
                by=self.cast.aigul, version=version, confirmation=confirmation, seen_sha256=version.sha256
            )
            return "signed"

        with shared_database():
            answers = race(deed, deed, deed)
            counts = race(Acquaintance.objects.count)
        self.assertEqual(sorted(answers), ["signed", "signed_already", "signed_already"])
        self.assertEqual(counts, [1])

    def test_two_imports_of_one_new_text_at_once_make_one_edition(self) -> None:
        data = texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode()

        def deed() -> str:
            return services.import_instruction(by=None, data=data, name="b.txt").fate

        with shared_database():
            answers = race(deed, deed)
            counts = race(DocumentVersion.objects.filter(document__code="КН-01").count)
        self.assertEqual(sorted(answers), ["new_version", "unchanged"])
        self.assertEqual(counts, [2])
