"""One form, one effect, however often it is sent."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory, TestCase

from jetekchi.core.http import FORM_KEY, once
from jetekchi.core.models import FormKey
from tests import cast


class OnceOnlyForms(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def send(self, key="one-form", user=None, good=True):
        request = RequestFactory().post("/x/", {FORM_KEY: key})
        request.user = user or self.cast.aigul
        return self.view(request, good=good)

    def setUp(self):
        self.effects = 0

        @once
        def view(_request: HttpRequest, *, good: bool) -> HttpResponse:
            if not good:
                return HttpResponse("correct this")
            self.effects += 1
            return HttpResponseRedirect(f"/made/{self.effects}/")

        self.view = view

    def test_a_form_sent_three_times_has_one_effect_and_leads_to_the_same_place(self):
        places = [self.send()["Location"] for _time in range(3)]
        self.assertEqual((self.effects, set(places)), (1, {"/made/1/"}))

    def test_a_form_that_came_back_with_remarks_may_be_sent_again(self):
        self.assertEqual(self.send(good=False).status_code, 200)
        self.assertEqual(self.send()["Location"], "/made/1/")
        self.assertEqual(FormKey.objects.count(), 1)

    def test_a_key_with_a_nul_is_a_key_like_any_other(self):
        self.assertEqual({self.send("a\x00b")["Location"] for _time in range(2)}, {"/made/1/"})

    def test_keys_of_two_people_do_not_meet(self):
        self.send()
        self.send(user=self.cast.bakyt)
        self.assertEqual(self.effects, 2)
