"""The signing core: only oneself, only what was shown, once, and after the agreement."""

import time
from dataclasses import replace

from django.core.cache import cache
from django.test import TestCase

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.documents import selectors, services
from jetekchi.documents.models import Acquaintance, Signature
from jetekchi.documents.tests import factories, texts
from jetekchi.documents.tests.factories import confirmed
from tests import cast


class Signing(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        factories.accepted(
            cls.cast.rector_office, cls.cast.psychologist, cls.cast.gulnara, cls.cast.aigul, cls.cast.damir
        )
        cls.version = factories.in_force(cls.cast)

    def setUp(self) -> None:
        cache.clear()

    def refused(self, code: str, **kwargs: object) -> None:
        values = {
            "by": self.cast.aigul,
            "version": self.version,
            "confirmation": confirmed(self.cast.aigul),
            "seen_sha256": self.version.sha256,
        }
        with self.assertRaises(Refused) as caught:
            services.acknowledge(**{**values, **kwargs})
        self.assertEqual(caught.exception.code, code)

    def acknowledge(self) -> Acquaintance:
        return services.acknowledge(
            by=self.cast.aigul,
            version=self.version,
            confirmation=confirmed(self.cast.aigul),
            seen_sha256=self.version.sha256,
        )

    def test_a_leader_signs_that_she_knows_it_and_it_is_no_longer_due(self) -> None:
        row = self.acknowledge()
        self.assertTrue(row.as_class_leader)
        self.assertEqual(bytes(row.signature.content.data), self.version.content)
        state = selectors.acquaintance_state(self.cast.aigul.person)[self.cast.aigul.person_id]
        self.assertTrue(state.is_complete)
        self.assertTrue(AuditEvent.objects.filter(action="documents:acquaintance:signed").exists())

    def test_a_replay_signs_nothing_more(self) -> None:
        self.acknowledge()
        self.refused("signed_already")
        self.assertEqual(Acquaintance.objects.count(), 1)

    def test_the_identity_of_another_is_no_identity(self) -> None:
        self.refused("not_confirmed", confirmation=confirmed(self.cast.damir))

    def test_an_old_confirmation_is_no_identity(self) -> None:
        old = replace(confirmed(self.cast.aigul), at=time.monotonic() - 3600)
        self.refused("not_confirmed", confirmation=old)

    def test_a_text_that_was_not_shown_is_not_signed(self) -> None:
        self.refused("changed_meanwhile", seen_sha256="0" * 64)

    def test_an_older_edition_is_not_signed_and_the_new_one_is_due_again(self) -> None:
        self.acknowledge()
        old = self.version
        text = texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode()
        new = services.import_instruction(by=None, data=text, name="b.txt").version
        new = factories.agreed(self.cast, new)
        services.bring_into_force(
            by=self.cast.gulnara,
            version=new,
            confirmation=confirmed(self.cast.gulnara),
            seen_sha256=new.sha256,
        )
        self.refused("older_version", version=old)
        state = selectors.acquaintance_state(self.cast.aigul.person)[self.cast.aigul.person_id]
        self.assertEqual([reading.version for reading in state.due], [new])

    def test_a_newcomer_owes_a_reading(self) -> None:
        state = selectors.acquaintance_state([self.cast.bakyt.person, self.cast.librarian.person])
        self.assertEqual(len(state[self.cast.bakyt.person_id].due), 1)
        self.assertTrue(state[self.cast.librarian.person_id].is_complete)

    def test_one_changed_byte_makes_the_file_invalid(self) -> None:
        signature = self.acknowledge().signature
        data = selectors.signed_bytes(signature)
        self.assertTrue(selectors.is_whole(signature, data))
        self.assertFalse(selectors.is_whole(signature, data[:-1] + b"!"))

    def test_ten_wrong_passwords_close_the_door_for_a_while_even_for_the_right_one(self) -> None:
        for _try in range(10):
            with self.assertRaises(Refused):
                services.confirm(by=self.cast.aigul, password="туура эмес", ip="127.0.0.1")
        with self.assertRaises(Refused) as caught:
            confirmed(self.cast.aigul)
        self.assertEqual(caught.exception.code, "too-many-attempts")
        confirmed(self.cast.damir)

    def test_whoever_has_a_one_time_code_signs_with_it(self) -> None:
        from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

        secret = generate_totp_secret()
        TOTP.activate(self.cast.aigul, secret)
        with self.assertRaises(Refused):
            confirmed(self.cast.aigul)
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        first, second = (self.confirmed_by(code) for _request in range(2))
        self.assertEqual(first.method, "password+totp")
        for stale in ("0" * 64, "1" * 64):
            with self.assertRaises(Refused) as caught:
                self.read_by(first, stale)
            self.assertEqual(caught.exception.code, "changed_meanwhile")
        self.read_by(first, self.version.sha256)
        for again in (code, f"{code[:3]}-{code[3:]}", f" {code}."):
            with self.assertRaises(Refused) as caught:
                self.confirmed_by(again)
            self.assertEqual(caught.exception.code, "wrong-code")
        with self.assertRaises(Refused) as caught:
            services.sign(
                by=self.cast.aigul, subject=self.version, content=b"x", purpose="p", title="t",
                confirmation=second,
            )  # fmt: skip
        self.assertEqual(caught.exception.code, "wrong-code")
        self.assertEqual(Signature.objects.filter(signer=self.cast.aigul, purpose="p").count(), 0)

    def confirmed_by(self, code: str) -> services.Confirmation:
        return services.confirm(by=self.cast.aigul, password=cast.PASSWORD, code=code)

    def read_by(self, confirmation: services.Confirmation, seen: str) -> Acquaintance:
        return services.acknowledge(
            by=self.cast.aigul, version=self.version, confirmation=confirmation, seen_sha256=seen
        )

    def test_the_agreement_is_accepted_first_and_once(self) -> None:
        version = services.ensure_agreement()
        with self.assertRaises(Refused) as caught:
            services.sign(
                by=self.cast.bakyt,
                subject=version,
                content=b"x",
                purpose="p",
                title="t",
                password=cast.PASSWORD,
            )
        self.assertEqual(caught.exception.code, "agreement_needed")
        factories.accepted(self.cast.bakyt)
        self.assertTrue(selectors.has_accepted_agreement(self.cast.bakyt))
        self.assertEqual(Signature.objects.filter(signer=self.cast.bakyt).count(), 1)

    def test_bulk_reading_of_the_state_asks_the_same_number_of_questions(self) -> None:
        people = [user.person for user in self.cast.users.values() if user.person]
        with self.assertNumQueries(5):
            selectors.acquaintance_state(people[0])
        with self.assertNumQueries(5):
            selectors.acquaintance_state(people)
