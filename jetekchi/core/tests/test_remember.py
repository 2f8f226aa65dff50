"""What a page asks twice is asked once, what nothing has changed is not asked again; what writes asks anew."""

from datetime import timedelta
from unittest.mock import patch

from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase, TestCase
from django.utils import timezone, translation

from jetekchi.core import audit, remember
from jetekchi.core.remember import RememberMiddleware, once_a_page, while_unchanged


class RememberTests(SimpleTestCase):
    def setUp(self):
        self.asked: list[str] = []

        @once_a_page
        def fact(name: str = "") -> str:
            self.asked.append(name)
            return name

        self.fact = fact
        self.page = RememberMiddleware(self.answer)

    def answer(self, request):
        return HttpResponse(self.fact("a") + self.fact("a") + self.fact("b"))

    def test_a_page_asks_each_fact_once_and_the_next_page_asks_again(self):
        self.assertEqual(self.page(RequestFactory().get("/")).content, b"aab")
        self.assertEqual(self.asked, ["a", "b"])
        self.page(RequestFactory().get("/"))
        self.assertEqual(self.asked, ["a", "b", "a", "b"])

    def test_a_request_that_writes_and_a_command_always_ask(self):
        self.page(RequestFactory().post("/"))
        self.assertEqual(self.asked, ["a", "a", "b"])
        self.fact("c")
        self.fact("c")
        self.assertEqual(self.asked[3:], ["c", "c"])

    def test_a_page_that_breaks_forgets_too(self):
        def broken(request):
            self.fact("a")
            raise ValueError

        with self.assertRaises(ValueError):
            RememberMiddleware(broken)(RequestFactory().get("/"))
        self.fact("a")
        self.assertEqual(self.asked, ["a", "a"])


class WhileUnchangedTests(TestCase):
    def setUp(self):
        self.asked: list[str] = []

        @while_unchanged("worklog", "journal")
        def fact(name: str = "") -> str:
            self.asked.append(name)
            return f"{name}{len(self.asked)}"

        self.fact = fact

    def page(self, method: str = "get") -> str:
        middleware = RememberMiddleware(lambda request: HttpResponse(self.fact("a")))
        return middleware(getattr(RequestFactory(), method)("/")).content.decode()

    def record(self, chain: str) -> None:
        audit.record_key(None, f"{chain}:thing:changed", "core.Thing", "1")

    def test_the_next_page_takes_what_the_page_before_has_found(self):
        self.record("worklog")
        self.assertEqual([self.page(), self.page()], ["a1", "a1"])

    def test_whatever_is_recorded_in_one_of_its_chains_makes_the_next_page_ask_again(self):
        answers = [self.page()]
        for chain in ("worklog", "journal"):
            self.record(chain)
            answers += [self.page(), self.page()]
        self.assertEqual(answers, ["a1", "a2", "a2", "a3", "a3"])

    def test_what_is_recorded_elsewhere_changes_nothing(self):
        answers = [self.page()]
        self.record("reading")
        self.assertEqual([*answers, self.page()], ["a1", "a1"])

    def test_what_was_taken_back_with_its_transaction_is_not_remembered_as_recorded(self):
        before = self.page()
        try:
            with transaction.atomic():
                self.record("worklog")
                inside = self.page()
                raise ValueError
        except ValueError:
            pass
        self.assertEqual([before, inside, self.page()], ["a1", "a2", "a3"])

    def test_a_request_that_writes_and_a_command_never_take_a_remembered_answer(self):
        self.page()
        self.assertEqual([self.page("post"), self.fact("a"), self.page()], ["a2", "a3", "a1"])

    def test_each_language_has_its_own_answer_and_a_new_day_asks_anew(self):
        answers = [self.page()]
        with translation.override("ru"):
            answers.append(self.page())
        tomorrow = timezone.localdate() + timedelta(days=1)
        with patch("django.utils.timezone.localdate", return_value=tomorrow):
            answers.append(self.page())
        self.assertEqual(answers, ["a1", "a2", "a3"])

    def test_an_answer_grows_old_from_its_own_making_and_not_by_the_clock_on_the_wall(self):
        answers = []
        for seconds in (0, remember.OLDEST - 1, remember.OLDEST, remember.OLDEST + 1):
            with patch("jetekchi.core.remember.time.monotonic", return_value=7.0 + seconds):
                answers.append(self.page())
        self.assertEqual(answers, ["a1", "a1", "a2", "a2"])

    def test_the_memory_holds_a_bounded_number_of_answers(self):
        def many(request):
            for number in range(remember.KEPT + 5):
                self.fact(str(number))
            return HttpResponse("")

        RememberMiddleware(many)(RequestFactory().get("/"))
        self.assertEqual(len(remember._kept), remember.KEPT)
        self.page()
        self.assertEqual(len(remember._kept), remember.KEPT)
