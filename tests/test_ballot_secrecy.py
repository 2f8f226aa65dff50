"""Nobody with the database in hand ties a vote to a voter; stored naively, the same attacker ties every one."""

import logging
import random
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from jetekchi.core.models import AuditEvent, FormKey
from jetekchi.organisation.models import Student, User
from jetekchi.plan import services
from jetekchi.plan.models import Election, Urn
from jetekchi.plan.tests import selfgov_factories as made
from tests import cast
from tests.ballot_attack import Attack
from tests.emptied import Emptied

# Lines of the ballot with votes that differ, so that a naive table gives itself away by its counts.
VOTES = {0: 2, 1: 11, 2: 7, 3: 5}
VOTERS = sum(VOTES.values())
Beside = Callable[[Election, int], None]


def nothing_else(election: Election, line: int) -> None:
    """The product alone."""


def a_row_a_vote(columns: str, value: Callable[[], Any] = lambda: None) -> Beside:
    """The naive way: each vote is a row, whatever its key."""

    def store(election: Election, line: int) -> None:
        with connection.cursor() as cursor:
            if columns == "id":
                cursor.execute("insert into naive_ballot (line) values (%s)", [line])
            else:
                cursor.execute("insert into naive_ballot (id, line) values (%s, %s)", [value(), line])

    return store


def a_count_a_line(election: Election, line: int) -> None:
    """Less naive: only counts; yet open ones, so that two states of the database differ by a vote."""
    with connection.cursor() as cursor:
        cursor.execute("update naive_count set votes = votes + 1 where id = %s", [line])


class Secrecy(Emptied):
    def setUp(self) -> None:
        cache.clear()
        self.cast = cast.build()
        self.leader = self.cast.aigul
        group = self.cast.class_a
        students = [self.cast.nurlan, self.cast.meerim, *made.crowd(group, VOTERS - 2)]
        self.people: list[tuple[Student, User]] = [
            (one, self.cast.nurlan_user if one == self.cast.nurlan else made.account(one)) for one in students
        ]
        self.election = made.opened(self.leader, group, students[:3])
        with connection.cursor() as cursor:
            key = "bigserial" if connection.vendor == "postgresql" else "integer"
            cursor.execute("drop table if exists naive_ballot")
            cursor.execute("drop table if exists naive_count")
            cursor.execute(f"create table naive_ballot (id {key} primary key, line integer)")
            cursor.execute("create table naive_count (id integer primary key, votes integer)")
            for line in VOTES:
                cursor.execute("insert into naive_count values (%s, 0)", [line])

    def tearDown(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("drop table naive_ballot")
            cursor.execute("drop table naive_count")

    def hold(self, beside: Beside = nothing_else, *, copies: bool = False) -> tuple[int, str]:
        """Everybody votes in an order of chance; how many ties the attacker gets right, and how."""
        lines = [line for line, votes in VOTES.items() for _vote in range(votes)]
        random.shuffle(lines)
        order = list(zip(self.people, lines, strict=True))
        random.shuffle(order)
        attack = Attack(
            {
                one.pk: {"student": one.pk, "person": one.person_id, "user": user.pk}
                for one, user in self.people
            },
            VOTES,
        )
        attack.look()
        for (_student, user), line in order:
            self.vote(user, line)
            beside(self.election, line)
            if copies:
                attack.look()
        attack.look()
        services.close_voting(by=self.leader, election=self.election)
        attack.look()
        self.election.refresh_from_db()
        self.assertEqual(dict(self.election.counts or []), VOTES)
        return attack.best({student.pk: line for (student, _user), line in order})

    def vote(self, user: User, line: int) -> None:
        client = Client()
        client.force_login(user)
        answer = client.post(
            reverse("plan:ballot", args=[self.election.pk]),
            {"line": f"{line:02}", "form_key": secrets.token_hex(8)},
        )
        self.assertRedirects(
            answer, reverse("plan:election", args=[self.election.pk]), fetch_redirect_response=False
        )

    def test_the_database_after_the_vote_ties_no_vote(self) -> None:
        self.assertEqual(self.hold(), (0, "no way"))
        self.assertEqual(FormKey.objects.exclude(location="").values("location").distinct().count(), 1)
        told = AuditEvent.objects.filter(action="plan:election:voted")
        self.assertEqual({(one.subject_pk, str(one.detail)) for one in told}, {(str(self.election.pk), "{}")})

    def test_copies_of_the_database_between_all_votes_tie_no_vote(self) -> None:
        self.assertEqual(self.hold(copies=True), (0, "no way"))

    def test_control_rows_with_counted_keys_are_tied(self) -> None:
        self.assertEqual(self.hold(a_row_a_vote("id"))[0], VOTERS)

    def test_control_random_keys_are_tied_by_the_physical_order(self) -> None:
        keys = iter(random.sample(range(10**6), VOTERS))
        # On SQLite an integer key is the physical place itself: a text key leaves the rowid as it came.
        with connection.cursor() as cursor:
            cursor.execute("drop table naive_ballot")
            cursor.execute("create table naive_ballot (id varchar(20) primary key, line integer)")
        self.assertEqual(self.hold(a_row_a_vote("id, line", lambda: str(next(keys))))[0], VOTERS)

    def test_control_open_counts_are_tied_by_copies_between_the_votes(self) -> None:
        self.assertEqual(self.hold(a_count_a_line, copies=True)[0], VOTERS)

    def test_the_urn_is_one_row_of_one_length_that_is_new_after_each_vote_and_gone_at_the_end(self) -> None:
        seen = [bytes(Urn.objects.get(election=self.election).sealed)]
        for place, (_student, user) in enumerate(self.people[:6]):
            self.vote(user, place % 2)
            seen.append(bytes(Urn.objects.get(election=self.election).sealed))
        self.assertEqual({len(one) for one in seen}, {len(seen[0])})
        self.assertEqual(len(set(seen)), len(seen))
        for student, user in self.people[6:]:
            self.vote(user, student.pk % 2)
        services.close_voting(by=self.leader, election=self.election)
        self.assertFalse(Urn.objects.exists())

    @pytest.mark.once
    def test_no_log_line_and_no_page_tells_the_choice(self) -> None:
        user = self.people[0][1]
        client = Client()
        client.force_login(user)
        with self.assertLogs(level=logging.DEBUG) as log:
            logging.getLogger("tests").debug("begins")
            page = client.post(reverse("plan:ballot", args=[self.election.pk]), {"line": "02"}, follow=True)
        body = page.content.decode()
        self.assertNotIn('value="02"', body)
        self.assertFalse([line for line in log.output if "'02'" in line or "line=02" in line])
        self.assertNotIn("checked", body)
