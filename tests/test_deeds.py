"""Every deed that the code can put into the audit has words for people, and is named in full where it is recorded."""

import ast
import re
from collections.abc import Iterator

from django.test import SimpleTestCase
from django.utils.translation import override

from jetekchi.core import deeds
from tests.test_architecture import sources

DEED = re.compile(r"[a-z]+(:[a-z][a-z_-]+){2}")
RECORDERS = {"record", "record_key", "record_reading", "record_refusal"}


def recorded() -> Iterator[tuple[str, str]]:
    """(where, deed): literals of the shape `app:noun:verb`, and the lists that `record_export` tells of."""
    for where, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and DEED.fullmatch(node.value):
                yield f"{where}:{node.lineno}", node.value
            if isinstance(node, ast.Call) and called(node) == "record_export":
                app = node.args[1]
                assert isinstance(app, ast.Constant) and isinstance(app.value, str), f"{where}:{node.lineno}"
                yield f"{where}:{node.lineno}", f"{app.value}:list:exported"


def called(node: ast.AST) -> str:
    """The name of the called function, empty for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return str(getattr(node.func, "attr", "") or getattr(node.func, "id", ""))


class Deeds(SimpleTestCase):
    def test_every_deed_of_the_sources_has_words(self):
        found = list(recorded())
        self.assertGreater(len({deed for _where, deed in found}), 100)
        wordless = sorted(f"{where} {deed}" for where, deed in found if deed not in deeds.known())
        self.assertEqual(wordless, [], "\nsay what it is called in the deeds.py of its app")

    def test_a_deed_is_named_in_full_so_that_it_can_be_found(self):
        pieced = [
            f"{where}:{node.lineno}"
            for where, tree in sources()
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and called(node) in RECORDERS and where != "jetekchi/core/audit.py"
            for argument in node.args[1:2]
            if isinstance(argument, ast.JoinedStr)
        ]
        self.assertEqual(pieced, [])

    def test_each_app_names_its_own_deeds_only(self):
        for where, tree in sources():
            if where.endswith("/deeds.py"):
                app = where.split("/")[1]
                keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
                strange = [
                    k.value
                    for k in keys
                    if isinstance(k, ast.Constant) and not str(k.value).startswith(f"{app}:")
                ]
                self.assertEqual(strange, [], where)

    def test_two_deeds_never_share_their_words_in_any_language(self):
        for language in ("ky", "ru", "en"):
            with override(language):
                words = [deeds.words_of(deed) for deed in deeds.known()]
            self.assertEqual(sorted({w for w in words if words.count(w) > 1}), [], language)

    def test_a_deed_of_a_version_that_is_gone_keeps_its_technical_name(self):
        self.assertEqual(deeds.words_of("gone:thing:done"), "gone:thing:done")
