"""What was signed is compared with bytes that are written anew: they may never come out otherwise."""

import hashlib

from django.test import SimpleTestCase

from jetekchi.core.exact import TIGHT, exact

VALUES = {"сабак": ["а", 1, None], "a": {"b": True}}


class ExactTest(SimpleTestCase):
    def test_each_way_of_writing_gives_the_bytes_it_always_gave(self) -> None:
        for shape, words in (
            ({}, '{"a": {"b": true}, "сабак": ["а", 1, null]}'),
            ({"separators": TIGHT}, '{"a":{"b":true},"сабак":["а",1,null]}'),
            (
                {"indent": 1},
                '{\n "a": {\n  "b": true\n },\n "сабак": [\n  "а",\n  1,\n  null\n ]\n}',
            ),
        ):
            content, sha256 = exact(VALUES, **shape)  # type: ignore[arg-type]
            self.assertEqual(content, words.encode())
            self.assertEqual(sha256, hashlib.sha256(words.encode()).hexdigest())
