"""Clause 7.2: a directive from its number to its evidence, or to a valid reason that another person accepts."""

from datetime import timedelta

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.models import AuditEvent
from jetekchi.documents import selectors
from jetekchi.documents.models import Directive
from jetekchi.organisation.models import User
from tests import cast


class DirectivesOfTheDirector(TestCase):
    """Actors: the director of the pre-university department issues, a class leader executes."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def issue(self, number: str = "17-т") -> Directive:
        today = timezone.localdate()
        data = {
            "number": number,
            "given_on": today.isoformat(),
            "executor": str(self.cast.aigul.person_id),
            "due_on": (today + timedelta(days=3)).isoformat(),
            "text": "Кабинеттин бурчун иретке келтирүү",
        }
        self.by(self.cast.gulnara).post(reverse("documents:new_directive"), data)
        return Directive.objects.get(number=number)

    def act(self, user: User, name: str, directive: Directive, **data: str) -> int:
        return self.by(user).post(reverse(f"documents:{name}", args=[directive.pk]), data).status_code

    def test_done_with_evidence(self) -> None:
        directive = self.issue()
        page = reverse("documents:directive", args=[directive.pk])
        self.assertEqual(selectors.pending_for(self.cast.aigul)[0].url, page)
        self.assertEqual(self.act(self.cast.aigul, "directive_acknowledgement", directive), 302)
        self.assertEqual(self.act(self.cast.aigul, "directive_completion", directive, evidence=""), 422)
        self.assertEqual(
            self.act(self.cast.aigul, "directive_completion", directive, evidence="Сүрөт тиркелди"), 302
        )
        self.assertContains(self.by(self.cast.gulnara).get(page), "Сүрөт тиркелди")
        listed = self.by(self.cast.gulnara).get(reverse("documents:directives") + "?format=csv")
        self.assertIn("17-т", listed.content.decode())

    def test_a_valid_reason_is_accepted_by_the_issuer(self) -> None:
        directive = self.issue()
        self.act(self.cast.aigul, "directive_acknowledgement", directive)
        self.act(self.cast.aigul, "directive_reason", directive, reason="Оңдоо иштери жүрүп жатат")
        self.assertEqual(self.act(self.cast.aigul, "directive_answer", directive, decision="accept"), 403)
        self.assertEqual(self.act(self.cast.gulnara, "directive_answer", directive, decision="refuse"), 422)
        self.assertEqual(self.act(self.cast.gulnara, "directive_answer", directive, decision="accept"), 302)
        directive.refresh_from_db()
        self.assertEqual((directive.status, directive.reason_accepted_by), ("excused", self.cast.gulnara))

    def test_a_closed_directive_is_not_opened_by_a_direct_request_and_the_try_is_on_record(self) -> None:
        directive = self.issue()
        self.act(self.cast.aigul, "directive_acknowledgement", directive)
        self.act(self.cast.aigul, "directive_completion", directive, evidence="Бүттү")
        self.assertEqual(self.act(self.cast.aigul, "directive_reason", directive, reason="кечигип"), 422)
        self.assertEqual(self.act(self.cast.aigul, "directive_acknowledgement", directive), 409)
        self.assertTrue(AuditEvent.objects.filter(action="documents:directive:refused").exists())
        directive.refresh_from_db()
        self.assertEqual(directive.status, "done")

    def test_others_see_and_change_nothing(self) -> None:
        directive = self.issue()
        for user in (self.cast.bakyt, self.cast.ainura, self.cast.nurlan_user):
            page = self.by(user).get(reverse("documents:directive", args=[directive.pk]))
            self.assertEqual(page.status_code, 404)
            self.assertEqual(self.act(user, "directive_acknowledgement", directive), 404)
        self.assertEqual(self.by(self.cast.aigul).get(reverse("documents:new_directive")).status_code, 403)
        self.assertEqual(self.act(self.cast.gulnara, "directive_acknowledgement", directive), 403)
