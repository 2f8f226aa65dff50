"""The chain is evident: whoever edits, deletes, swaps or cuts it with the database in hand is found."""

from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from jetekchi.core import append_only, audit
from jetekchi.core.models import AuditChain, AuditEvent
from tests import cast


class TheAuditChain(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def setUp(self):
        for number in range(5):
            audit.record(self.cast.aigul, "drill:step:done", self.cast.class_a, number=number)

    def tamper(self, statement, *values):
        """What somebody does who owns the database: the guard is lifted, the row is changed."""
        with append_only.lifted(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    def damage(self):
        found = audit.verify()
        return (found.chain, found.position) if found else None

    def test_a_chain_that_nobody_touched_is_whole(self):
        self.assertIsNone(audit.verify())

    def test_an_edited_entry_is_named(self):
        self.tamper(
            "update core_auditevent set action = %s where chain = 'drill' and position = 3",
            "drill:step:undone",
        )
        self.assertEqual(self.damage(), ("drill", 3))

    def test_a_deleted_entry_is_named(self):
        self.tamper("delete from core_auditevent where chain = 'drill' and position = 2")
        self.assertEqual(self.damage(), ("drill", 2))

    def test_two_entries_that_changed_places_are_found(self):
        self.tamper("update core_auditevent set position = 99 where chain = 'drill' and position = 2")
        self.tamper("update core_auditevent set position = 2 where chain = 'drill' and position = 3")
        self.tamper("update core_auditevent set position = 3 where chain = 'drill' and position = 99")
        self.assertEqual(self.damage(), ("drill", 2))

    def test_a_cut_end_is_found_even_when_the_head_is_moved_back(self):
        audit.checkpoint()
        self.tamper("delete from core_auditevent where chain = 'drill' and position > 3")
        self.assertEqual(self.damage(), ("drill", 4))
        third = AuditEvent.objects.get(chain="drill", position=3)
        AuditChain.objects.filter(name="drill").update(length=3, head=third.digest)
        self.assertEqual(self.damage(), ("drill", 5))

    def test_a_chain_written_anew_does_not_fit_the_signed_checkpoint(self):
        audit.checkpoint()
        self.tamper("delete from core_auditevent where chain = 'drill'")
        AuditChain.objects.filter(name="drill").delete()
        for number in range(5):
            audit.record(self.cast.bakyt, "drill:step:done", self.cast.class_b, number=number)
        self.assertEqual(self.damage(), ("drill", 5))

    def test_the_database_itself_refuses_to_change_an_entry(self):
        for statement in ("update core_auditevent set action = 'x'", "delete from core_auditevent"):
            with self.assertRaises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_an_event_holds_no_name_and_no_phone(self):
        words = " ".join(
            f"{event.action} {event.subject} {event.subject_pk} {event.reason} {event.detail}"
            for event in AuditEvent.objects.all()
        )
        for person in (self.cast.nurlan.person, self.cast.ainura.person):
            self.assertNotIn(person.surname, words)
            self.assertNotIn(person.phone or "no phone at all", words)
