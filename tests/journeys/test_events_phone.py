"""Clauses 5.3 and 7.1 on a phone: a class hour from the plan in two taps, children counted on a poor link."""

from django.urls import reverse
from playwright.sync_api import expect

from jetekchi.organisation.models import Student
from jetekchi.plan import services
from jetekchi.plan.models import Event, HeadCount
from jetekchi.plan.tests import event_factories as made
from jetekchi.plan.tests import factories
from jetekchi.worklog.services import ensure_kinds
from tests import cast
from tests.journey import Journey

SAVE = "Саноону сактоо"


class EventsOnAPhone(Journey):
    window = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}}  # noqa: RUF012

    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        ensure_kinds(by=None)

    def outing(self) -> Event:
        trip = made.outing(self.cast.aigul, self.cast.class_a, self.cast.staff(self.cast.chynara))
        return made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, trip))

    def count_page(self, event: Event) -> str:
        return reverse("plan:event_count", args=[event.pk])

    def tap(self, student: Student):
        self.page.locator(".roll-l", has_text=student.person.name).click()

    def seen(self, count: HeadCount) -> set[int]:
        return set(count.marks.filter(is_here=True).values_list("student", flat=True))

    def test_a_class_hour_of_the_plan_is_held_in_two_taps(self):
        item = factories.item(self.cast.aigul, self.cast.class_a, self.cast.half, title="Ынтымак")
        self.sign_in("aigul")
        self.page.goto(reverse("plan:item", args=[item.pk]))
        self.page.get_by_role("link", name="Класстык саат же иш-чара катары өткөрүү").click()
        self.page.get_by_role("button", name="Өткөрүлдү").click()
        self.see("Өткөрүлдү. Иш жазуулар журналына түштү.")
        item.refresh_from_db()
        self.assertEqual((item.state, Event.objects.get().participants.count()), ("done", 2))

    def test_a_count_begun_before_the_link_broke_is_still_there_and_its_targets_are_large(self):
        event = self.outing()
        self.sign_in("aigul")
        self.page.goto(self.count_page(event))
        box = self.page.locator(".roll-l").first.bounding_box()
        assert box is not None
        self.assertGreaterEqual(box["height"], 48)
        self.assertGreaterEqual(box["width"], 300)
        self.tap(self.cast.nurlan)
        self.page.wait_for_timeout(700)
        self.context.set_offline(True)
        self.page.get_by_role("button", name=SAVE).click()
        self.page.wait_for_timeout(300)
        self.context.set_offline(False)
        self.page.goto(self.count_page(event))
        self.see("Токтогулов Нурлан")
        self.assertTrue(self.page.get_by_label(self.cast.nurlan.person.name).is_checked())
        self.tap(self.cast.meerim)
        self.page.get_by_role("button", name=SAVE).click()
        self.see("баары бар")
        self.assertEqual(self.seen(HeadCount.objects.get()), {self.cast.nurlan.pk, self.cast.meerim.pk})

    def test_without_scripts_children_are_counted_and_the_missing_one_stands_in_red(self):
        event = self.outing()
        both = (self.cast.nurlan, self.cast.meerim)
        services.count_heads(by=self.cast.aigul, event=event, point="out", here=both)
        self.page = self.open_window(java_script_enabled=False)
        self.sign_in("aigul")
        self.page.goto(self.count_page(event))
        self.tap(self.cast.nurlan)
        self.page.get_by_role("button", name=SAVE).click()
        alarm = self.page.get_by_role("alert")
        expect(alarm.first).to_contain_text(self.cast.meerim.person.name)
        self.assertEqual(self.seen(event.counts.get(point="back")), {self.cast.nurlan.pk})
