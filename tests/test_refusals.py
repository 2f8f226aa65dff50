"""Refusals of the whole server: each says what happened, in the reader's language, with a way out."""

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import ConnectionHandler, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import TestCase, override_settings
from django.urls import path, reverse

from config.urls import handler400, handler500
from config.urls import urlpatterns as whole
from jetekchi.core.database import is_full
from tests import cast


@login_not_required
def full_disk(request: HttpRequest) -> HttpResponse:
    """Writes where there is no room, as an upload does on a full disk."""
    with open("/dev/full", "w", encoding="utf-8") as target:
        target.write("x" * 100_000)
    return HttpResponse("written")


@login_not_required
def no_database(request: HttpRequest) -> HttpResponse:
    """Asks a database that is not there."""
    missing = Path(tempfile.gettempdir()) / "no-such-folder" / "lyceum.sqlite3"
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(missing)}})
    handler["default"].cursor()
    return HttpResponse("asked")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    return HttpResponse(str(1 // 0))


@login_not_required
def forged(request: HttpRequest) -> HttpResponse:
    """What no browser sends."""
    raise SuspiciousOperation


urlpatterns = [
    path("full/", full_disk),
    path("away/", no_database),
    path("broken/", broken),
    path("forged/", forged),
    *whole,
]
__all__ = ["handler400", "handler500", "urlpatterns"]


@override_settings(ROOT_URLCONF=__name__)
class Refusals(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def setUp(self):
        self.client.raise_request_exception = False
        self.client.force_login(self.cast.aigul)

    def refused(self, address, status, words, **data):
        answer = self.client.post(address, data) if data else self.client.get(address)
        self.assertContains(answer, words, status_code=status)
        self.assertContains(answer, "data-refused", status_code=status)
        self.assertContains(answer, "href=", status_code=status)
        return answer

    def test_what_is_forged_and_what_is_broken_have_their_pages(self):
        self.refused("/forged/", 400, "Сурамды түшүнүү мүмкүн болбоду")
        self.refused("/broken/", 500, "Биз тарапта ката кетти")

    def test_a_full_disk_is_said_so_and_is_no_riddle(self):
        self.refused("/full/", 507, "Сервердин диски толуп калды")

    def test_a_database_that_is_away_is_said_so_with_when_to_come_again(self):
        answer = self.refused("/away/", 503, "Сервер азыр жооп бербей турат")
        self.assertEqual(answer["Retry-After"], "30")

    def test_a_database_without_room_is_a_full_disk_too(self):
        handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
        with handler["default"].cursor() as cursor, self.assertRaises(OperationalError) as caught:
            cursor.execute("pragma max_page_count = 4")
            cursor.execute("create table room (words text)")
            cursor.execute("insert into room values (%s)", ["x" * 100_000])
        self.assertTrue(is_full(caught.exception))

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
    def test_too_much_at_once_is_called_too_large(self):
        page = self.refused(reverse("worklog:record"), 413, "Бул өтө чоң", text="ы" * 400)
        self.assertContains(page, "ушул түзмөктө сакталып турат", status_code=413)

    def test_the_address_of_a_button_is_no_white_page(self):
        answer = self.refused(reverse("workplace:notices_read"), 405, "Бул дарек барак эмес")
        self.assertEqual(answer["Allow"], "POST")

    def test_a_reader_of_russian_reads_russian(self):
        self.client.post(reverse("set_language"), {"language": "ru"})
        self.refused("/full/", 507, "Диск сервера заполнен")
        self.refused(reverse("workplace:notices_read"), 405, "По этому адресу нет страницы")
