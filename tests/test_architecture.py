"""The rules of the house that import-linter cannot say by itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
APPS = sorted(path.parent for path in (ROOT / "jetekchi").glob("*/__init__.py"))
GROUND_FLOOR = {"core", "organisation"}  # models here are common vocabulary
WITHOUT_CLAUSES = {"core"}  # knows no school word
DOORS = {"services", "selectors", "permissions"}  # the only modules other apps may enter by
CLAUSE = re.compile(r"\b[1-9]\.\d{1,2}\b|\bclauses?\b")


def crossings() -> Iterator[tuple[str, str, list[str]]]:
    # No cache: it goes by file times and can be stale.
    graph = grimp.build_graph("jetekchi", cache_dir=None, exclude_type_checking_imports=True)
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            a, b = importer.split("."), imported.split(".")
            if len(a) > 1 and len(b) > 1 and a[1] != b[1] and "tests" not in a:
                yield importer, imported, b


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product that a person wrote, without tests and migrations."""
    for folder in ("jetekchi", "config", "bench", "scripts"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {"migrations", "tests"} & set(path.parts):
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def rooms(*names: str) -> Iterator[tuple[str, ast.Module]]:
    """The modules of these rooms, whether a file or a package."""
    for where, tree in sources():
        parts = Path(where).with_suffix("").parts
        if len(parts) > 2 and parts[0] == "jetekchi" and parts[2] in names:
            yield where, tree


def test_apps_enter_each_other_only_by_their_doors():
    trespassers = [
        f"{importer} -> {imported}"
        for importer, imported, (_, app, *rest) in crossings()
        if app not in GROUND_FLOOR and (not rest or rest[0] not in DOORS)
    ]
    assert not trespassers, "\n" + "\n".join(trespassers)


def test_every_app_says_what_it_is_for_and_which_clauses_it_serves():
    silent = []
    for app in APPS:
        words = ast.get_docstring(ast.parse((app / "__init__.py").read_text(encoding="utf-8"))) or ""
        if len(words) < 60 or (app.name not in WITHOUT_CLAUSES and not CLAUSE.search(words)):
            silent.append(app.name)
    assert not silent, "\n" + "\n".join(silent)


def test_no_function_is_longer_than_forty_lines():
    long = [
        f"{where}:{node.lineno} {node.name} {length}"
        for where, tree in sources()
        for node in functions(tree)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > 40
    ]
    assert not long, "\n" + "\n".join(long)


def test_no_file_is_longer_than_five_hundred_lines():
    suffixes = {".py", ".html", ".css", ".js"}
    long = [
        f"{path.relative_to(ROOT)} {lines}"
        for folder in ("jetekchi", "config", "tests", "bench", "scripts")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and "migrations" not in path.parts and path.is_file()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert not long, "\n" + "\n".join(long)


def test_services_and_selectors_say_their_effect():
    silent = [
        f"{where}:{node.lineno} {node.name}"
        for where, tree in rooms("services", "selectors")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent, "\n" + "\n".join(silent)


def test_templates_hold_no_inline_style_or_script():
    # A strict content security policy would drop them silently in the browser.
    forbidden = re.compile(
        r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)(?![^>]*json)", re.I
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "jetekchi").rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line)
    ]
    assert not found, "\n" + "\n".join(found)


def test_nothing_is_left_for_later():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "jetekchi").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError", line)
    ]
    assert not found, "\n" + "\n".join(found)
