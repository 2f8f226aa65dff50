"""What a page asks twice is asked once; what writes asks anew."""

from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase

from jetekchi.core.remember import RememberMiddleware, once_a_page


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
