"""Safety of events: consents, risk assessment, the gap, children counted out and back (7.1)."""

import hashlib
import io
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from jetekchi.core.audit import history_of
from jetekchi.core.http import Refused
from jetekchi.core.models import Notice
from jetekchi.documents import selectors as documents
from jetekchi.documents.models import Signature
from jetekchi.documents.tests import factories as papers
from jetekchi.journal.tests.factories import add_students
from jetekchi.plan import selectors, services
from jetekchi.plan.models import Event, EventAct, EventConsent, HeadCount
from jetekchi.plan.tests import event_factories as made
from jetekchi.worklog.models import WorkEntry
from tests import cast as casting


def photo(name: str = "сүрөт.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


class Outing(TestCase):
    cast: casting.Cast
    trip: Event

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = casting.build()
        cls.trip = made.outing(cls.cast.aigul, cls.cast.class_a, cls.cast.staff(cls.cast.chynara))

    def refused(self, code: str, deed: object, **given: object) -> None:
        with self.assertRaises(Refused) as caught:
            deed(**given)  # type: ignore[operator]
        self.assertEqual(caught.exception.code, code)

    def guardian(self) -> object:
        return self.cast.nurlan.guardianships.get(is_barred=False)

    def say(self, **given: object) -> None:
        services.say_consent(
            **{"by": self.cast.ainura, "event": self.trip, "student": self.cast.nurlan, **given}  # type: ignore[arg-type]
        )

    def word(self, purpose: str = "part") -> str:
        row = next(iter(selectors.consents_of(self.trip, [self.cast.nurlan.pk])))
        return str(getattr(row, purpose).said)

    # --- consents ---------------------------------------------------------------------------------------------

    def test_the_family_is_asked_gives_and_withdraws_and_the_leader_is_told(self) -> None:
        asked = services.ask_consents(by=self.cast.aigul, event=self.trip)
        self.assertEqual((asked, self.word()), (2, "asked"))
        told = Notice.objects.filter(to=self.cast.ainura)
        self.assertEqual(told.count(), 1)
        self.assertFalse(
            Notice.objects.filter(to=self.cast.kubat).exists(), "a barred father is asked nothing"
        )
        self.say(part=True, picture=True, guardian=self.guardian())
        self.assertEqual(self.word(), "given")
        self.say(part=False, guardian=self.guardian())
        self.assertEqual((self.word(), self.word("picture")), ("withdrawn", "given"))
        self.assertTrue(Notice.objects.filter(to=self.cast.aigul, clause="7.1").exists())
        self.refused("nobody-to-ask", services.ask_consents, by=self.cast.aigul, event=self.trip)

    def test_nobody_but_a_legal_representative_speaks_for_a_child(self) -> None:
        barred = self.cast.nurlan.guardianships.get(is_barred=True)
        for one in (None, barred):
            self.refused("not-a-representative", self.say, part=True, guardian=one)
        self.refused("not-a-participant", self.say, part=True, student=self.cast.sanjar)

    def test_an_adult_listener_speaks_alone(self) -> None:
        services.invite_classes(by=self.cast.aigul, event=self.trip, classes=[self.cast.group_3])
        person = self.cast.tilek.person
        person.born_on = timezone.localdate() - timedelta(days=20 * 366)
        person.save()
        services.answer_invitation(
            by=self.cast.aigul,
            invitation=self.trip.invitations.get(),
            accepts=True,
            students=[self.cast.tilek],
        )
        self.say(by=self.cast.tilek_user, student=self.cast.tilek, part=True)
        row = next(iter(selectors.consents_of(self.trip, [self.cast.tilek.pk])))
        self.assertTrue(row.is_of_age and row.part.is_given)

    def test_one_representative_who_says_no_outweighs_another_who_says_yes(self) -> None:
        self.say(part=False, guardian=self.guardian())
        other = self.cast.nurlan.guardianships.get(is_barred=True)
        other.is_barred, other.barred_basis = False, ""
        other.save()
        self.say(by=self.cast.kubat, part=True, guardian=other)
        self.assertEqual(self.word(), "refused")

    def test_after_the_event_has_begun_taking_part_is_no_longer_answered_but_pictures_are(self) -> None:
        self.say(picture=True, guardian=self.guardian())
        self.trip = made.on_its_day(self.trip)
        self.refused("event-begun", self.say, part=True, guardian=self.guardian())
        self.say(picture=False, guardian=self.guardian())
        self.assertEqual(self.word("picture"), "withdrawn")

    def test_what_was_said_is_never_rewritten(self) -> None:
        self.say(part=True, guardian=self.guardian())
        with self.assertRaises(DatabaseError), transaction.atomic():
            EventConsent.objects.update(said="refused")
        with self.assertRaises(DatabaseError), transaction.atomic():
            EventConsent.objects.all().delete()

    # --- risk assessment and gap ------------------------------------------------------------------------------

    def signed(self, user: object = None, **more: object) -> Event:
        return made.signed(user or self.cast.damir, self.trip, **more)  # type: ignore[arg-type]

    def test_the_assessment_is_signed_by_another_before_the_event_and_only_as_it_was_read(self) -> None:
        self.refused("hazards-missing", services.submit_risk, by=self.cast.aigul, event=self.trip)
        made.submitted(self.cast.aigul, self.trip)
        self.refused("own-risk", self.signed, user=self.cast.aigul)
        self.refused("risk-changed", self.signed, seen_sha256="0" * 64)
        seen = selectors.submitted_of(self.trip)
        assert seen is not None
        self.signed(seen_sha256=seen.sha256)
        self.assertEqual(Event.objects.get().risk, "approved")
        signature = Signature.objects.get(purpose="approve_risk")
        data = documents.signed_bytes(signature)
        self.assertEqual((hashlib.sha256(data).hexdigest(), signature.sha256), (seen.sha256, seen.sha256))
        for words in ("Музейге", "Тарых музейи", "Эсенгулова Чынара", "жолдо"):
            self.assertIn(words.lower(), data.decode().lower())

    def test_a_signature_sent_twice_counts_once(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        self.signed()
        self.refused("risk-not-waiting", self.signed)
        self.assertEqual(Signature.objects.filter(purpose="approve_risk").count(), 1)

    def test_a_confirmation_of_somebody_else_or_of_before_signs_nothing(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        papers.accepted(self.cast.damir, self.cast.farhat)
        foreign = papers.confirmed(self.cast.farhat)
        old = replace(papers.confirmed(self.cast.damir), at=time.monotonic() - 121)
        for known in (foreign, old):
            self.refused(
                "not_confirmed",
                services.approve_risk,
                by=self.cast.damir,
                event=self.trip,
                confirmation=known,
            )
        self.assertEqual(
            (Event.objects.get().risk, EventAct.objects.filter(deed="approved").count()), ("submitted", 0)
        )

    def test_once_it_has_begun_it_can_no_longer_be_approved(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        made.on_its_day(self.trip)
        self.refused("event-begun", self.signed)

    def occasion(self, **more: object) -> services.Occasion:
        """The trip as it stands, one thing said otherwise."""
        given = {
            "kind": "excursion", "theme": self.trip.theme, "on": self.trip.on, "starts_at": self.trip.starts_at,
            "place": self.trip.place, "is_outside": True, "adults": (self.cast.staff(self.cast.chynara),),
        }  # fmt: skip
        return made.occasion(self.cast.class_a, **{**given, **more})

    def test_whatever_the_assessment_says_is_signed_anew_when_it_is_changed(self) -> None:
        by = self.cast.aigul
        made.approved(by, self.cast.damir, self.trip)
        before = Signature.objects.get(purpose="approve_risk")

        def changed(**more: object) -> Callable[[], object]:
            return lambda: services.change_event(by=by, event=self.trip, occasion=self.occasion(**more))

        edits = (
            lambda: services.add_hazard(by=by, event=self.trip, hazard="суу", measure="жээктен алыс"),
            changed(place="Ала-Арча"),
            changed(adults=(self.cast.staff(self.cast.bakyt),)),
            changed(students=(self.cast.nurlan,)),
        )
        for edit in edits:
            edit()
            self.assertEqual(Event.objects.get().risk, "")
            services.submit_risk(by=by, event=self.trip)
            # The page of the version before was still open.
            self.refused("risk-changed", self.signed, seen_sha256=before.sha256)
            self.signed()
        self.assertEqual(Signature.objects.filter(purpose="approve_risk").count(), 5)

    def test_what_the_assessment_does_not_say_leaves_the_signature(self) -> None:
        made.approved(self.cast.aigul, self.cast.damir, self.trip)
        services.change_event(by=self.cast.aigul, event=self.trip, occasion=self.occasion(method="топтор"))
        self.assertEqual(Event.objects.get().risk, "approved")

    def test_the_database_takes_a_signature_under_an_approval_only(self) -> None:
        made.approved(self.cast.aigul, self.cast.damir, self.trip)
        kept = Signature.objects.get(purpose="accept_agreement")
        with self.assertRaises(DatabaseError), transaction.atomic():
            EventAct.objects.create(
                event=self.trip, deed="held", by=self.cast.damir, signature=kept, sha256="a"
            )
        with self.assertRaises(DatabaseError), transaction.atomic():
            EventAct.objects.filter(deed="approved").update(sha256="b" * 64)

    def test_an_outing_with_a_gap_is_held_only_after_the_approver_gave_a_reason(self) -> None:
        trip = made.on_its_day(self.trip)
        held = {"by": self.cast.aigul, "event": trip, "result": ""}
        self.refused("event-gap", services.hold_event, **held)
        self.refused("reason-missing", services.open_gap, by=self.cast.damir, event=trip, reason=" ")
        self.refused("own-risk", services.open_gap, by=self.cast.aigul, event=trip, reason="шашылыш")
        services.open_gap(by=self.cast.damir, event=trip, reason="Ата-энелер оозеки макул, кагаз эртең.")
        held["missing_words"] = "Баары үйүнө кайтты."
        self.assertTrue(services.hold_event(**held).is_held)

    def test_an_outing_with_everything_settled_needs_no_reason(self) -> None:
        made.approved(self.cast.aigul, self.cast.damir, self.trip)
        person = self.cast.meerim.person
        person.born_on = timezone.localdate() - timedelta(days=20 * 366)
        person.save()
        for student in (self.cast.nurlan, self.cast.meerim):
            made.consented(self.cast.aigul, self.trip, student)
        self.assertEqual(selectors.safety_of(Event.objects.get()).gaps, [])
        trip = made.on_its_day(self.trip)
        self.refused("no-gap", services.open_gap, by=self.cast.damir, event=trip, reason="жөн эле")
        held = {"by": self.cast.aigul, "event": trip, "result": "", "missing_words": "Баары кайтты."}
        self.assertTrue(services.hold_event(**held).is_held)

    # --- counts -----------------------------------------------------------------------------------------------

    def count(self, point: str, *here: object, **more: object) -> HeadCount:
        return services.count_heads(by=self.cast.aigul, event=self.trip, point=point, here=here, **more)  # type: ignore[arg-type]

    def ready(self) -> Event:
        """The trip's day with its assessment signed."""
        return made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))

    def test_counts_out_and_back_are_equal_or_name_who_is_missing(self) -> None:
        self.trip = self.ready()
        self.refused("count-out-first", self.count, point="back")
        self.count("out", self.cast.nurlan, self.cast.meerim)
        self.assertEqual(selectors.counts_of(self.trip).state, "out")
        back = self.count("back", self.cast.nurlan)
        counts = selectors.counts_of(self.trip)
        self.assertEqual((counts.state, counts.missing), ("unequal", (self.cast.meerim,)))
        self.count("back", self.cast.nurlan, self.cast.meerim, corrects=back, note="автобуста экен")
        counts = selectors.counts_of(self.trip)
        self.assertEqual((counts.state, counts.missing, len(counts.rows)), ("equal", (), 3))
        self.refused("count-exists", self.count, point="out")
        with self.assertRaises(DatabaseError), transaction.atomic():
            HeadCount.objects.all().delete()

    def test_who_did_not_come_in_the_morning_is_not_missing_in_the_evening(self) -> None:
        self.trip = self.ready()
        self.count("out", self.cast.nurlan)
        self.count("back", self.cast.nurlan)
        counts = selectors.counts_of(self.trip)
        self.assertEqual(counts.state, "equal")
        self.assertEqual(counts.rows[0].missing, (self.cast.meerim,))
        self.assertFalse(any(row.is_alarm for row in counts.rows))

    def test_who_joins_on_the_way_is_expected_back(self) -> None:
        self.trip = self.ready()
        self.count("out", self.cast.nurlan)
        self.count("way", self.cast.nurlan, self.cast.meerim, place="Музей")
        self.count("back", self.cast.nurlan)
        self.assertEqual(selectors.counts_of(self.trip).missing, (self.cast.meerim,))

    def test_children_do_not_set_out_without_an_approved_assessment_and_are_counted_outside_all_the_same(
        self,
    ) -> None:
        self.refused("day-early", self.count, point="out")
        self.trip = made.on_its_day(made.submitted(self.cast.aigul, self.trip))
        self.refused("risk-not-approved", self.count, point="out")
        self.count("way", self.cast.nurlan, self.cast.meerim, place="Музей")
        self.assertEqual(selectors.counts_of(self.trip).state, "")
        services.open_gap(by=self.cast.damir, event=self.trip, reason="Кагаздар эртең.")
        self.count("out", self.cast.nurlan, self.cast.meerim)

    def test_inside_the_lyceum_children_are_counted_without_an_assessment(self) -> None:
        self.trip = made.class_hour(self.cast.aigul, self.cast.class_a)
        self.count("out", self.cast.nurlan)
        self.assertEqual(selectors.counts_of(self.trip).state, "out")

    def test_an_outing_counted_by_an_opened_gap_serves_the_clause(self) -> None:
        self.trip = made.on_its_day(self.trip)
        services.open_gap(by=self.cast.damir, event=self.trip, reason="Кагаздар эртең.")
        self.count("out", self.cast.nurlan, self.cast.meerim)
        self.count("back", self.cast.nurlan, self.cast.meerim)
        services.hold_event(by=self.cast.aigul, event=self.trip, result="Баары кайтты.")
        self.assertIn("7.1", WorkEntry.objects.get().numbers)
        figures = selectors.event_figures([self.cast.class_a], self.cast.half)[self.cast.class_a.pk]
        self.assertEqual((figures.outside, figures.safe), (1, 1))

    def test_with_a_child_missing_it_is_held_only_with_words_on_where_the_child_is(self) -> None:
        self.trip = made.on_its_day(self.trip)
        services.open_gap(by=self.cast.damir, event=self.trip, reason="Кагаздар эртең.")
        self.count("out", self.cast.nurlan, self.cast.meerim)
        self.count("back", self.cast.nurlan)
        held = {"by": self.cast.aigul, "event": self.trip, "result": "Көрдүк."}
        self.refused("missing-unsaid", services.hold_event, **held, missing_words=" ")
        self.client.force_login(self.cast.aigul)
        page = reverse("plan:event_held", args=[self.trip.pk])
        answer = self.client.post(page, {"result": "Көрдүк.", "form_key": "silent"})
        self.assertContains(answer, self.cast.meerim.person.name)
        self.assertIn("missing_words", answer.context["form"].errors)
        words = "Апасы музейден алып кетти."
        self.client.post(page, {"result": "Көрдүк.", "missing_words": words, "form_key": "said"})
        self.assertEqual(self.trip.acts.get(deed="held").remark, words)
        self.assertContains(self.client.get(reverse("plan:event", args=[self.trip.pk])), words)
        self.assertIn(words, str(selectors.event_paper(Event.objects.get(), "protocol").blocks))

    def test_children_who_were_not_counted_back_are_not_passed_over_in_silence(self) -> None:
        self.trip = made.on_its_day(self.trip)
        services.open_gap(by=self.cast.damir, event=self.trip, reason="Кагаздар эртең.")
        held = {"by": self.cast.aigul, "event": self.trip, "result": "Көрдүк."}
        self.refused("back-uncounted", services.hold_event, **held)
        self.count("out", self.cast.nurlan, self.cast.meerim)
        self.refused("back-uncounted", services.hold_event, **held, missing_words=" ")
        self.client.force_login(self.cast.aigul)
        page = reverse("plan:event_held", args=[self.trip.pk])
        answer = self.client.post(page, {"result": "Көрдүк.", "form_key": "silent"})
        self.assertIn("missing_words", answer.context["form"].errors)
        self.assertContains(answer, "Көрдүк.")
        self.assertContains(answer, reverse("plan:event_count", args=[self.trip.pk]))
        words = "Айгүл автобустан баарын түшүрүп, үйүнө узатты."
        self.client.post(page, {"result": "Көрдүк.", "missing_words": words, "form_key": "said"})
        self.assertEqual(self.trip.acts.get(deed="held").remark, words)
        self.assertContains(self.client.get(reverse("plan:event", args=[self.trip.pk])), words)
        self.assertIn(words, str(selectors.event_paper(Event.objects.get(), "protocol").blocks))
        self.assertIn(words, str(selectors.event_protocol(Event.objects.get()).material))

    def test_a_class_hour_counted_out_is_counted_back_too_and_one_without_counts_is_asked_nothing(
        self,
    ) -> None:
        self.trip = made.class_hour(self.cast.aigul, self.cast.class_a)
        self.count("out", self.cast.nurlan)
        held = {"by": self.cast.aigul, "event": self.trip, "result": ""}
        self.refused("back-uncounted", services.hold_event, **held)
        self.count("back", self.cast.nurlan)
        self.assertTrue(services.hold_event(**held).is_held)
        hour = made.class_hour(self.cast.aigul, self.cast.class_a)
        self.client.force_login(self.cast.aigul)
        page = self.client.get(reverse("plan:event_held", args=[hour.pk]))
        self.assertNotIn("missing_words", page.context["form"].fields)

    def occasion_of(self, event: Event, *students: object, **more: object) -> services.Occasion:
        return services.Occasion(
            kind=event.kind.code,
            theme=event.theme,
            on=event.on,
            students=students,  # type: ignore[arg-type]
            **{"starts_at": event.starts_at, "place": event.place, "is_outside": event.is_outside, **more},  # type: ignore[arg-type]
        )

    def test_a_child_who_set_out_is_not_taken_off_the_participants(self) -> None:
        self.trip = self.ready()
        self.count("out", self.cast.nurlan)
        self.client.force_login(self.cast.aigul)
        page = reverse("plan:event_edit", args=[self.trip.pk])
        form = self.client.get(page).context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
        answer = self.client.post(page, {**sent, "students": [self.cast.meerim.pk], "form_key": "off"})
        self.assertIn(self.cast.nurlan.person.brief_name, str(answer.context["form"].errors["students"]))
        self.assertTrue(self.trip.participants.filter(student=self.cast.nurlan).exists())
        given = {"by": self.cast.aigul, "event": self.trip}
        services.change_event(**given, occasion=self.occasion_of(self.trip, self.cast.nurlan))  # type: ignore[arg-type]
        self.assertFalse(self.trip.participants.filter(student=self.cast.meerim).exists(), "stayed at home")

    def test_an_outing_begun_or_with_its_safety_begun_stays_outside(self) -> None:
        given = {"by": self.cast.aigul}
        for begin in (
            lambda trip: made.on_its_day(trip),
            lambda trip: services.ask_consents(**given, event=trip),
            lambda trip: made.submitted(self.cast.aigul, trip),
        ):
            trip = made.outing(self.cast.aigul, self.cast.class_a, self.cast.staff(self.cast.chynara))
            begin(trip)  # type: ignore[no-untyped-call]
            trip = Event.objects.get(pk=trip.pk)
            inside = self.occasion_of(trip, self.cast.nurlan, is_outside=False)
            self.refused("outside-begun", services.change_event, **given, event=trip, occasion=inside)
            self.assertTrue(Event.objects.get(pk=trip.pk).is_outside)
        inside = self.occasion_of(self.trip, self.cast.nurlan, is_outside=False)
        services.change_event(**given, event=self.trip, occasion=inside)
        self.assertEqual(history_of(self.trip)[0].detail["is_outside"], [True, False])

    def test_a_return_from_an_old_page_does_not_land_on_a_newer_assessment(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        old = selectors.submitted_of(self.trip).sha256  # type: ignore[union-attr]
        services.add_hazard(by=self.cast.aigul, event=self.trip, hazard="муз", measure="жай басуу")
        services.submit_risk(by=self.cast.aigul, event=self.trip)
        self.client.force_login(self.cast.damir)
        page = reverse("plan:event_decision", args=[self.trip.pk])
        sent = {"decision": "return", "remark": "Маршрут жок", "seen": old, "form_key": "old"}
        self.assertContains(self.client.post(page, sent), "Маршрут жок")
        self.assertEqual(Event.objects.get(pk=self.trip.pk).risk, "submitted")
        new = selectors.submitted_of(self.trip).sha256  # type: ignore[union-attr]
        self.client.post(page, {**sent, "seen": new, "form_key": "new"})
        self.assertEqual(Event.objects.get(pk=self.trip.pk).risk, "returned")

    def test_an_invited_class_that_set_out_no_longer_declines(self) -> None:
        self.trip = made.class_hour(self.cast.aigul, self.cast.class_a)
        services.invite_classes(by=self.cast.aigul, event=self.trip, classes=[self.cast.class_b])
        given = {"by": self.cast.bakyt, "invitation": self.trip.invitations.get()}
        services.answer_invitation(**given, accepts=True, students=[self.cast.sanjar])  # type: ignore[arg-type]
        self.count("out", self.cast.nurlan, self.cast.sanjar)
        self.refused("set-out", services.answer_invitation, **given, accepts=False)
        self.assertTrue(self.trip.participants.filter(student=self.cast.sanjar).exists())

    def test_who_is_out_without_a_mark_and_who_was_added_later_are_missing_at_the_count_back(self) -> None:
        self.trip = self.ready()
        self.count("out", self.cast.nurlan, self.cast.meerim)
        self.trip.participants.filter(student=self.cast.meerim).delete()
        self.count("back", self.cast.nurlan)
        self.assertEqual(selectors.counts_of(self.trip).missing, (self.cast.meerim,))
        made.joined(self.trip, self.cast.sanjar)
        counts = selectors.counts_of(self.trip)
        self.assertEqual(
            (counts.state, set(counts.missing)), ("unequal", {self.cast.meerim, self.cast.sanjar})
        )
        services.open_gap(by=self.cast.damir, event=self.trip, reason="Кагаздар эртең.")
        self.refused("missing-unsaid", services.hold_event, by=self.cast.aigul, event=self.trip, result="")

    def test_who_was_added_on_the_way_and_not_ticked_at_the_return_is_missing(self) -> None:
        self.trip = self.ready()
        self.count("out", self.cast.nurlan, self.cast.meerim)
        made.joined(self.trip, self.cast.sanjar)
        self.count("back", self.cast.nurlan, self.cast.meerim)
        counts = selectors.counts_of(self.trip)
        self.assertEqual((counts.state, counts.missing), ("unequal", (self.cast.sanjar,)))
        services.open_gap(by=self.cast.damir, event=self.trip, reason="Кагаздар эртең.")
        self.refused("missing-unsaid", services.hold_event, by=self.cast.aigul, event=self.trip, result="")
        # The child stayed in the lyceum: the count of setting out is put right, and nobody is missing.
        self.count("out", self.cast.nurlan, self.cast.meerim, corrects=counts.rows[0].count)
        self.assertEqual(selectors.counts_of(self.trip).state, "equal")

    def test_the_report_calls_no_outing_safe_whose_list_grew_after_the_count_back(self) -> None:
        self.trip = made.on_its_day(self.trip)
        services.open_gap(by=self.cast.damir, event=self.trip, reason="Кагаздар эртең.")
        self.count("out", self.cast.nurlan, self.cast.meerim)
        self.count("back", self.cast.nurlan, self.cast.meerim)
        made.joined(self.trip, add_students(self.cast.class_a, 1)[0])
        services.hold_event(by=self.cast.aigul, event=self.trip, result="", missing_words="Үйүндө калды.")
        figures = selectors.event_figures([self.cast.class_a], self.cast.half)[self.cast.class_a.pk]
        self.assertEqual((figures.outside, figures.safe), (1, 0))

    def test_an_outing_whose_hour_has_passed_is_held_or_cancelled_and_not_put_off(self) -> None:
        trip = made.on_its_day(self.trip)
        Event.objects.filter(pk=trip.pk).update(on=trip.on - timedelta(days=1))
        trip.refresh_from_db()
        self.client.force_login(self.cast.aigul)
        page = reverse("plan:event_edit", args=[trip.pk])
        form = self.client.get(page).context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
        later = (timezone.localdate() + timedelta(days=3)).isoformat()
        answer = self.client.post(page, {**sent, "on": later, "form_key": "later"})
        self.assertIn("on", answer.context["form"].errors)
        self.assertEqual(Event.objects.get(pk=trip.pk).on, trip.on)
        services.cancel_event(by=self.cast.aigul, event=trip, reason="Кар жаады")

    # --- pictures ---------------------------------------------------------------------------------------------

    def test_a_picture_needs_the_rule_and_is_withheld_when_a_consent_is_withdrawn(self) -> None:
        given = {"by": self.cast.aigul, "event": self.trip, "kind": "photo"}
        self.refused("picture-rule", services.add_files, **given, uploads=[photo()])
        self.say(picture=True, guardian=self.guardian())
        services.add_files(**given, uploads=[photo()], knows_rule=True)  # type: ignore[arg-type]
        row = selectors.files_of(self.trip)[0]
        self.assertEqual(list(row.file.not_seen.all()), [self.cast.meerim])
        self.assertFalse(row.is_withheld)
        self.say(picture=False, guardian=self.guardian())
        self.assertTrue(selectors.files_of(self.trip)[0].is_withheld)

    def test_a_picture_called_a_protocol_is_a_picture_all_the_same(self) -> None:
        given = {"by": self.cast.aigul, "event": self.trip, "kind": "protocol"}
        self.refused("picture-rule", services.add_files, **given, uploads=[photo()])
