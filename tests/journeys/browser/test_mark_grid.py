"""The grid of marks at a real browser: a column by 25 keys, a cut link, two teachers in one cell, a paste (task 2)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jetekchi.journal import services
from jetekchi.journal.models import LessonMark, MarkChange
from jetekchi.journal.tests import factories
from jetekchi.journal.tests import grid_factories as made
from jetekchi.organisation.models import Enrolment, Term
from tests import cast
from tests.journey import Journey
from tests.journeys.browser.interactions import Hands

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
STUDENTS, DAYS = 25, 5
PASTE = """words => { const data = new DataTransfer(); data.setData("text/plain", words);
    const given = { clipboardData: data, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", given)); }"""

ON_TOP = """one => { const at = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)); }"""


class TheGrid(Journey):
    def setUp(self):
        super().setUp()
        self.cast = c = cast.build()
        factories.add_students(c.class_a, STUDENTS - Enrolment.objects.filter(class_group=c.class_a).count())
        today = timezone.localdate()
        self.term = c.half.quarters.order_by("number").last()
        Term.objects.filter(pk=self.term.pk).update(start_on=today - timedelta(days=80), end_on=today)
        self.lessons = made.lessons(c, DAYS)
        self.last = self.lessons[-1]
        self.address = f"/journal/class/{c.class_a.pk}/grid/{c.maths.pk}/?term={self.term.pk}"

    def open(self, page=None, who="chynara"):
        page = page or self.page
        self.sign_in(who, page)
        page.goto(self.address)
        page.locator("table[role=grid]").wait_for()
        return page

    def box(self, row, day=DAYS, page=None):
        """The cell of a student at a day, both counted from one."""
        return (page or self.page).locator(f".mg tbody tr:nth-child({row}) td:nth-of-type({day})")

    def quiet(self, page=None):
        """Nothing waits to be sent any more."""
        (page or self.page).locator("[data-n-unsent]").wait_for(state="hidden")

    def column(self, lesson=None):
        return LessonMark.objects.filter(lesson=lesson or self.last).exclude(value="")

    def save(self, value, by):
        known = {"class_group": self.cast.class_a, "subject": self.cast.maths}
        first = self.page.locator(".mg tbody tr").first.get_attribute("data-s")
        cell = services.Cell(self.last.pk, int(first), value)
        return services.save_marks(by=by, cells=[cell], **known)

    def test_task_2_a_column_is_25_keys_without_a_mouse_and_taken_back_by_as_many(self):
        page = self.open()
        page.locator(".mg tbody td[tabindex='0']").focus()
        hands = Hands(page, "2. A column of 25 marks")
        for number in range(STUDENTS):
            hands.press(str(5 - number % 4))
        self.quiet()
        hands.done(most=STUDENTS, seconds=40)
        self.assertEqual(self.column().count(), STUDENTS)
        expect(self.box(1)).to_have_text("5")
        for _mark in range(STUDENTS):
            page.keyboard.press("Control+z")
        self.quiet()
        self.assertEqual(self.column().count(), 0)
        page.keyboard.press("Control+y")
        self.quiet()
        self.assertEqual(self.column().get().value, "5")

    def test_task_2_on_a_phone_the_pad_takes_as_many_taps(self):
        page = self.open(self.open_window(**PHONE))
        hands = Hands(page, "2. A column of 25 marks, phone")
        hands.tap(self.box(1, page=page))
        for _number in range(STUDENTS):
            hands.tap(page.locator(".pad [data-key='4']"))
        self.quiet(page)
        hands.done(most=STUDENTS + 1, seconds=40)
        self.assertEqual(self.column().count(), STUDENTS)
        self.assertLessEqual(page.evaluate("() => document.documentElement.scrollWidth"), 360)

    def test_on_a_phone_why_a_cell_was_not_taken_stands_at_the_pad_and_the_cell_is_not_covered(self):
        Term.objects.filter(pk=self.cast.half.pk).update(
            start_on=self.lessons[0].on, end_on=self.lessons[1].on, closed_at=timezone.now()
        )
        page = self.open(self.open_window(**PHONE, color_scheme="light"))
        last = page.locator(".mg tbody tr").last.get_attribute("data-s")
        absent = {int(last): services.Mark("unknown")}
        services.take_roll(by=self.cast.chynara, lesson=self.last, marks=absent)
        # The last row is the one that lies nearest to the pad.
        self.box(STUDENTS, page=page).click()
        page.locator(".pad [data-key='5']").click()
        line = page.locator("[data-trouble] li")
        line.wait_for()
        for seen in (line.locator("p"), line.locator("[data-mine]"), line.locator("[data-theirs]")):
            expect(seen).to_be_in_viewport(ratio=0.9)
            self.assertTrue(seen.evaluate(ON_TOP), seen)
        bad = self.box(STUDENTS, page=page)
        expect(bad).to_have_attribute("aria-invalid", "true")
        expect(bad).to_be_in_viewport(ratio=0.9)
        self.assertTrue(bad.evaluate(ON_TOP))
        self.assertLessEqual(page.evaluate("() => document.documentElement.scrollWidth"), 360)
        line.locator("[data-theirs]").click()
        expect(line).to_have_count(0)
        expect(bad).to_be_empty()
        # A closed day is refused at the key: the same place says why, until one goes on.
        self.box(1, 1, page=page).click()
        page.locator(".pad [data-key='5']").click()
        why = page.locator("[data-why]")
        expect(why).not_to_be_empty()
        expect(why).to_be_in_viewport(ratio=1)
        self.box(1, page=page).click()
        expect(why).to_be_empty()

    def test_on_a_phone_what_stays_out_of_a_paste_is_read_without_scrolling_aside(self):
        page = self.open(self.open_window(**PHONE))
        self.box(1, page=page).click()
        page.evaluate(PASTE, "жети\r\n4")
        why = page.locator("[data-paste-rows] .is-bad td").last
        why.wait_for()
        expect(why).to_be_in_viewport(ratio=1)
        wide = page.locator(".paste-list").evaluate("list => list.scrollWidth > list.clientWidth")
        self.assertFalse(wide)

    def test_task_2_a_column_of_excel_is_three_moves_shows_what_stays_out_and_goes_by_one_key(self):
        page = self.open()
        hands = Hands(page, "2. Paste a column from Excel")
        hands.tap(self.box(1))
        page.evaluate(PASTE, "\r\n".join(["5"] * 23 + ["жети", "4", "3"]))
        hands.count += 1
        page.locator("dialog[data-paste]").wait_for()
        expect(page.locator("[data-paste-rows] .is-bad")).to_have_count(2)
        hands.press("Enter")
        # The table takes what was pasted when the dialog has closed, which is a moment after the key.
        expect(self.box(1)).to_have_text("5")
        self.quiet()
        hands.done(most=3, seconds=5)
        self.assertEqual(self.column().count(), STUDENTS - 1)
        page.keyboard.press("Control+z")
        self.quiet()
        self.assertEqual(self.column().count(), 0)

    def test_a_cut_link_loses_no_cell_and_a_lost_answer_writes_nothing_twice(self):
        page = self.open()
        self.box(1).click()
        page.route("**/cells/", lambda route: route.abort())
        page.keyboard.type("5432")
        page.locator("[data-n-unsent]:not([hidden])").wait_for()
        expect(page.locator("td.unsent")).to_have_count(4)
        # Another window of the same person later: what was not sent is there and goes out.
        page.on("dialog", lambda asked: asked.accept())
        page.reload()
        page.locator("table[role=grid]").wait_for()
        self.assertEqual([self.box(row).inner_text() for row in (1, 2, 3, 4)], ["5", "4", "3", "2"])
        page.unroute("**/cells/")
        # The server takes it, the answer is lost; then the link is back.
        lost = []

        def lose(route):
            lost.append(route.fetch().status)
            route.abort()

        page.route("**/cells/", lose, times=1)
        page.evaluate("() => dispatchEvent(new Event('online'))")
        self.quiet()
        self.assertEqual(lost, [200])
        self.assertEqual(sorted(self.column().values_list("value", "version")), [(v, 1) for v in "2345"])
        self.assertEqual(MarkChange.objects.count(), 4)
        self.assertEqual(
            page.evaluate("() => Object.keys(localStorage).filter(k => k.startsWith('unsent')).length"), 0
        )

    def test_after_a_slow_answer_more_marks_are_gathered_for_the_next_sending(self):
        page = self.open()
        self.box(1).click()
        held = []
        page.route("**/cells/", lambda route: held.append(route))

        def answer():
            while not held:
                page.wait_for_timeout(20)
            held.pop().continue_()
            self.quiet()

        page.clock.install()
        page.clock.pause_at(timezone.now() + timedelta(minutes=1))
        page.keyboard.type("5")
        with page.expect_request("**/cells/"):
            page.clock.run_for(300)
        page.clock.run_for(200)
        answer()
        page.keyboard.type("43")
        page.clock.run_for(999)
        with page.expect_request("**/cells/"):
            page.clock.run_for(1)
        answer()
        sent = [one.post_data for one in self.requests if one.url.endswith("/cells/")]
        self.assertEqual([one.count("cell=") for one in sent], [1, 2])
        self.assertEqual(sorted(self.column().values_list("value", flat=True)), ["3", "4", "5"])

    def test_a_session_that_ended_keeps_the_marks_and_signing_out_asks_before_it_drops_them(self):
        page = self.open()
        self.box(1).click()
        page.context.clear_cookies()
        page.keyboard.type("54")
        page.locator("[data-say].is-bad").wait_for()
        self.assertEqual(self.column().count(), 0)
        page.on("dialog", lambda asked: asked.accept() if asked.type == "beforeunload" else asked.dismiss())
        self.open(page)
        self.quiet()
        self.assertEqual(sorted(self.column().values_list("value", flat=True)), ["4", "5"])
        page.route("**/cells/", lambda route: route.abort())
        self.box(3).click()
        page.keyboard.type("3")
        page.locator("[data-n-unsent]:not([hidden])").wait_for()
        kept = "() => Object.keys(localStorage).filter(key => key.startsWith('unsent')).length"
        page.evaluate("() => document.querySelector('form[data-behaviour=forget-drafts]').requestSubmit()")
        self.assertEqual((page.evaluate(kept), page.url.endswith(self.address)), (1, True))
        page.evaluate("() => { window.confirm = () => true; }")
        page.evaluate("() => document.querySelector('form[data-behaviour=forget-drafts]').requestSubmit()")
        page.wait_for_url(lambda url: not url.endswith(self.address))
        self.assertEqual(page.evaluate(kept), 0)

    def test_two_teachers_in_one_cell_see_both_values_and_both_stand_in_the_history(self):
        page = self.open()
        self.save("3", self.cast.aigul)
        self.box(1).click()
        page.keyboard.press("4")
        trouble = page.locator("[data-trouble] li")
        trouble.wait_for()
        expect(trouble).to_contain_text(self.cast.aigul.name)
        expect(self.box(1)).to_have_text("4")
        self.assertEqual(self.column().get().value, "3")
        trouble.locator("[data-mine]").click()
        self.quiet()
        page.locator("[data-trouble] li").wait_for(state="detached")
        self.assertEqual(self.column().get().value, "4")
        changes = list(MarkChange.objects.values_list("new", "is_conflict"))
        self.assertEqual(changes, [("3", False), ("4", True), ("4", False)])

    def test_letters_of_either_alphabet_a_locked_mark_and_a_closed_day(self):
        Term.objects.filter(pk=self.cast.half.pk).update(
            start_on=self.lessons[0].on, end_on=self.lessons[1].on, closed_at=timezone.now()
        )
        services.take_roll(by=self.cast.chynara, lesson=self.last, marks={})
        page = self.open()
        self.save("3", self.cast.chynara)
        LessonMark.objects.update(given_at=timezone.now() - timedelta(hours=73))
        page.reload()
        self.box(1, 1).click()
        page.keyboard.press("5")
        expect(page.locator("[data-say].is-bad")).not_to_be_empty()
        self.box(2).click()
        for letter in ("n", "b", "y"):
            page.keyboard.press(letter)
        self.quiet()
        self.assertEqual([self.box(row).inner_text() for row in (2, 3, 4)], ["н", "б", "н"])
        self.box(1).click()
        page.keyboard.press("5")
        line = page.locator("[data-trouble] li")
        line.locator("input").fill("иш кайра текшерилди")
        line.locator("[data-mine]").click()
        line.wait_for(state="detached")
        self.quiet()
        self.assertEqual(MarkChange.objects.last().reason, "иш кайра текшерилди")

    def test_one_tab_stop_and_thirty_by_sixty_answers_a_key_at_once(self):
        factories.add_students(self.cast.class_a, 30 - STUDENTS, first=9500)
        for back in range(DAYS, 60):
            made.lesson(self.cast, timezone.localdate() - timedelta(days=back))
        page = self.open()
        stops = page.evaluate(
            "() => document.querySelectorAll('.mg [tabindex=\"0\"], .mg a:not([tabindex])').length"
        )
        self.assertEqual(stops, 1)
        self.box(1, 60).click()
        took = page.evaluate(
            """() => { const began = performance.now(); for (let n = 0; n < 29; n += 1)
                document.activeElement.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "4", bubbles: true, cancelable: true }));
                return (performance.now() - began) / 29; }"""
        )
        print(f"one key in 30 × 60 cells: {took:.1f} ms")
        self.quiet()
        page.keyboard.press("Home")
        page.keyboard.press("Control+Home")
        self.assertTrue(self.box(1, 1).evaluate("box => box === document.activeElement"))
        covered = self.box(1, 1).evaluate(
            "box => { const at = box.getBoundingClientRect();"
            " return document.elementFromPoint(at.x + 5, at.y + 9) !== box; }"
        )
        self.assertFalse(covered)

    def test_marks_that_are_not_sent_stand_on_today_and_lead_back_to_their_grid(self):
        page = self.open(self.open_window(**PHONE))
        card = page.locator("[data-behaviour=unsent-marks]")
        page.goto("/")
        expect(card).to_be_hidden()
        page.goto(self.address)
        page.locator("table[role=grid]").wait_for()
        page.route("**/cells/", lambda route: route.abort())
        page.on("dialog", lambda asked: asked.accept())
        self.box(1, page=page).click()
        page.locator(".pad [data-key='5']").click()
        page.locator(".pad [data-key='4']").click()
        page.locator("[data-n-unsent]:not([hidden])").wait_for()
        page.goto("/")
        expect(card).to_contain_text("10-А: Математика")
        expect(card.locator("[data-count]")).to_have_text("2")
        self.assertLessEqual(page.evaluate("() => document.documentElement.scrollWidth"), 360)
        # What another grid kept is broken: it is counted, and hides nothing.
        page.evaluate(
            "() => localStorage.setItem("
            "`unsent:${document.body.dataset.person}:/journal/class/9/grid/9/cells/:9.9`, '{')"
        )
        page.reload()
        expect(card).to_contain_text("10-А: Математика")
        self.assertEqual(sorted(card.locator("[data-count]").all_inner_texts()), ["1", "2"])
        page.evaluate("() => delete localStorage[Object.keys(localStorage).find(key => key.endsWith('9.9'))]")
        page.unroute("**/cells/")
        card.get_by_role("link").first.click()
        page.locator("table[role=grid]").wait_for()
        self.quiet(page)
        self.assertEqual(self.column().count(), 2)
        page.goto("/")
        expect(card).to_be_hidden()
