"""Sixty class leaders sign one version (1.3, sheet D), each in three interactions: line on Today, password, button."""

from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.core import audit
from jetekchi.documents.models import Acquaintance, Signature
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation import services
from jetekchi.organisation.models import User
from jetekchi.organisation.roles import Role
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once

LEADERS, AT_MOST = 60, 3
GIVEN_BY_THE_PAGE = ("hidden", "submit", "button")


class SignForm(HTMLParser):
    """The form that signs: what the page gives by itself, and what is left for the person to fill."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.asked: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "input" and name in ("seen", "form_key"):
            self.given[name] = found.get("value", "")
        elif tag == "input" and name in ("password", "code") and kind not in GIVEN_BY_THE_PAGE:
            self.asked.append(name)


class SixtyLeadersSignOneVersion(TestCase):
    """Actors: sixty class leaders; each has accepted the agreement on signatures when the account was new."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        people = (cls.cast.rector_office, cls.cast.psychologist, cls.cast.gulnara)
        cls.leaders = [cls.leader(number) for number in range(LEADERS)]
        papers.accepted(*people, *cls.leaders)
        cls.version = papers.in_force(cls.cast)

    @classmethod
    def leader(cls, number: int) -> User:
        user = cast._staff(
            f"leader{number}", "Абдылдаева", f"Айнура{number}", "мугалим", Role.SUBJECT_TEACHER
        )
        group = services.ensure_class(by=None, year=cls.cast.year, label=f"{7 + number % 5}-{number}")
        assert user.person is not None
        services.appoint_leader(
            by=None,
            class_group=group,
            leader=user.person.staff,
            order_no=f"{100 + number}-Б",
            order_on=cls.cast.year.start_on,
            from_on=cls.cast.year.start_on,
        )
        return user

    def setUp(self) -> None:
        cache.clear()

    def sign(self, user: User) -> int:
        """How many interactions the person needs, from the first page to the signature."""
        client = Client()
        client.force_login(user)
        url = reverse("documents:acquaintance", args=[self.version.pk])
        self.assertContains(client.get("/"), url)
        form = SignForm(client.get(url).content.decode())
        answers = {"password": cast.PASSWORD, "code": cast.one_time_code(user)}
        sent = form.given | {name: answers[name] for name in form.asked}
        answer = client.post(url, sent)
        self.assertEqual(answer.status_code, 302)
        the_line, the_button = 1, 1
        return the_line + len(form.asked) + the_button

    def test_each_in_at_most_three_interactions_and_each_once_on_record(self) -> None:
        needed = [self.sign(user) for user in self.leaders]
        self.assertLessEqual(max(needed), AT_MOST)
        signed = Acquaintance.objects.filter(version=self.version)
        self.assertEqual(signed.count(), LEADERS)
        signatures = Signature.objects.filter(pk__in=signed.values("signature"))
        self.assertEqual(set(signatures.values_list("sha256", flat=True)), {self.version.sha256})
        self.assertEqual(signatures.values("signer").distinct().count(), LEADERS)
        self.assertIsNone(audit.verify())

    def test_signed_again_nothing_is_added(self) -> None:
        user = self.leaders[0]
        self.sign(user)
        client = Client()
        client.force_login(user)
        url = reverse("documents:acquaintance", args=[self.version.pk])
        client.post(url, {"password": cast.PASSWORD, "seen": self.version.sha256})
        self.assertEqual(Acquaintance.objects.filter(version=self.version).count(), 1)
