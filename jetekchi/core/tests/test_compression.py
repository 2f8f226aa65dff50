"""Pages leave as short as the browser can unpack them, and their length tells nothing."""

import gzip

import brotli
from django.test import TestCase
from django.urls import reverse

from tests import cast


class Compression(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def sent(self, accepts: str) -> tuple[str, bytes]:
        """How the sign-in page is packed, and its bytes."""
        answer = self.client.get(reverse("account_login"), headers={"Accept-Encoding": accepts})
        self.assertEqual(answer.headers["Content-Length"], str(len(answer.content)))
        self.assertIn("Accept-Encoding", answer.headers["Vary"])
        return answer.headers.get("Content-Encoding", ""), answer.content

    def test_a_browser_that_takes_brotli_gets_the_whole_page_in_it(self) -> None:
        packing, words = self.sent("gzip, deflate, br, zstd")
        self.assertEqual(packing, "br")
        page = brotli.decompress(words).decode()
        self.assertIn("</html>", page)
        self.assertRegex(page, r"<!--[0-9a-f]*-->$")
        self.assertLess(len(words), len(gzip.compress(page.encode(), 9)))

    def test_others_get_gzip_or_the_bare_page(self) -> None:
        for accepts in ("gzip", "gzip, br;q=0", "gzip, br; q=0.0"):
            packing, words = self.sent(accepts)
            self.assertEqual(packing, "gzip", accepts)
            self.assertIn("</html>", gzip.decompress(words).decode())

    def test_two_answers_differ_in_length_so_that_it_tells_nothing(self) -> None:
        self.assertGreater(len({len(self.sent("br")[1]) for _time in range(12)}), 3)

    def test_a_file_is_packed_as_before(self) -> None:
        self.client.force_login(self.cast.farhat)
        url = reverse("organisation:students") + "?format=csv"
        answer = self.client.get(url, headers={"Accept-Encoding": "gzip, br"})
        self.assertEqual(answer.status_code, 200)
        self.assertNotEqual(answer.headers.get("Content-Encoding"), "br")
