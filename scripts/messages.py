"""Keep the Kyrgyz and Russian catalogues complete, without gettext's binaries.

    python scripts/messages.py extract          new msgids in, vanished ones out
    python scripts/messages.py fill FILE.json   add translations (several people may run it at once), compile
    python scripts/messages.py compile          write the .mo files that Django reads
    python scripts/messages.py check            exit 1 and a list when a catalogue is not complete
    python scripts/messages.py missing [PATH]   what has no translation yet, as JSON to fill (only files under PATH)

FILE.json: {"msgid": ["ky", "ru"], "singular": {"plural": "…", "ky": ["one form"], "ru": ["1", "2", "5"]}};
a context stands before the msgid: "context\\u0004msgid".
The msgids are English, so English needs no catalogue: Django never lets English fall back to the default language.
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
EXTRA = LOCALE / "extra.json"
SOURCES = ("jetekchi", "config")
SKIPPED_FOLDERS = {"tests", "migrations", "static", "__pycache__"}
TEMPLATE_ENDINGS = {".html", ".txt", ".svg", ".xml"}
CONTEXT_MARK = "\x04"

PLURALS = {
    "ky": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
FORMS = {"ky": 1, "ru": 3}

# name of the function -> (has a context, has a plural)
CALLS = {
    "_": (False, False),
    "gettext": (False, False),
    "gettext_lazy": (False, False),
    "gettext_noop": (False, False),
    "ngettext": (False, True),
    "ngettext_lazy": (False, True),
    "pgettext": (True, False),
    "pgettext_lazy": (True, False),
    "npgettext": (True, True),
    "npgettext_lazy": (True, True),
}
LITERAL = r"""u?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"\b(\w+)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)\s*(?:,\s*count\s*)?\)")
NAMED = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]|(?<!%)%([sd])|\{(\w*)\}")

Key = tuple[str, str]  # context, msgid


@dataclass
class Message:
    """One msgid of the sources and where it stands."""

    context: str
    msgid: str
    plural: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return (self.context, self.msgid)

    @property
    def json_key(self) -> str:
        return f"{self.context}{CONTEXT_MARK}{self.msgid}" if self.context else self.msgid


@dataclass
class Found:
    """What a walk through the sources gave."""

    messages: dict[Key, Message] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def add(self, name: str, strings: list[str], file: str) -> None:
        has_context, has_plural = CALLS[name]
        if len(strings) < 1 + has_context + has_plural:
            return
        context = strings[0] if has_context else ""
        msgid = strings[1] if has_context else strings[0]
        if not msgid:
            return
        message = self.messages.setdefault((context, msgid), Message(context, msgid))
        message.files.add(file)
        if has_plural:
            message.plural = strings[2] if has_context else strings[1]


# --- reading the sources ---------------------------------------------------------------------------------


def source_files() -> Iterator[Path]:
    """Every Python file and template that may hold text for people."""
    for folder in SOURCES:
        for here, folders, names in os.walk(ROOT / folder):
            folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
            for name in sorted(names):
                path = Path(here) / name
                if path.suffix == ".py" or (path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts):
                    yield path


def scan() -> Found:
    """Find every msgid; a file that cannot be read is listed in .broken and breaks nothing else."""
    found = Found()
    for path in source_files():
        file = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            calls = python_calls(text) if path.suffix == ".py" else template_calls(text)
        except (SyntaxError, UnicodeDecodeError, FileNotFoundError) as error:
            found.broken.append(f"{file}: {error}")
            continue
        for name, strings in calls:
            found.add(name, strings, file)
    for context, msgid, plural in extra_messages():
        strings = [part for part in (context, msgid, plural) if part]
        name = ("np" if context and plural else "p" if context else "n" if plural else "") + "gettext"
        found.add(name, strings, EXTRA.relative_to(ROOT).as_posix())
    return found


def python_calls(text: str) -> list[tuple[str, list[str]]]:
    """Calls of gettext and its family with their literal arguments."""
    calls = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name not in CALLS:
            continue
        if any(isinstance(argument, ast.JoinedStr) for argument in node.args):
            raise SyntaxError(f"line {node.lineno}: an f-string cannot be translated")
        strings = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        calls.append((name, strings))
    return calls


def template_calls(text: str) -> list[tuple[str, list[str]]]:
    """The same for a template, by Django's own reader of templates."""
    calls = []
    for match in TEMPLATE_CALL.finditer(templatize(text)):
        if match[1] in CALLS:
            calls.append((match[1], [ast.literal_eval(literal) for literal in re.findall(LITERAL, match[2])]))
    return calls


def extra_messages() -> list[tuple[str, str, str]]:
    """Msgids of Django and allauth whose translation we give ourselves: (context, msgid, plural)."""
    if not EXTRA.exists():
        return []
    messages = []
    for item in json.loads(EXTRA.read_text(encoding="utf-8")):
        entry = {"msgid": item} if isinstance(item, str) else item
        messages.append((entry.get("context", ""), entry["msgid"], entry.get("plural", "")))
    return messages


# --- the catalogues --------------------------------------------------------------------------------------


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def read_catalogue(language: str) -> dict[Key, polib.POEntry]:
    path = catalogue_path(language)
    if not path.exists():
        return {}
    return {key_of(entry): entry for entry in polib.pofile(str(path), encoding="utf-8") if not entry.obsolete}


def write_catalogue(language: str, entries: dict[Key, polib.POEntry]) -> None:
    """Write sorted, without dates or line numbers, so that a change of one word is a change of one line."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "Jetekchi",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for key in sorted(entries):
        catalogue.append(entries[key])
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, catalogue.save)


def compile_catalogue(language: str) -> None:
    catalogue = polib.pofile(str(catalogue_path(language)), encoding="utf-8")
    replace_file(catalogue_path(language).with_suffix(".mo"), catalogue.save_as_mofile)


def replace_file(path: Path, save: Callable[[str], None]) -> None:
    """Let nobody ever read a half-written file."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=path.suffix)
    os.close(handle)
    try:
        save(name)
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def update(language: str, found: Found, *, prune: bool) -> dict[Key, polib.POEntry]:
    """Bring one catalogue in line with the sources; translations stay."""
    known = read_catalogue(language)
    entries: dict[Key, polib.POEntry] = {} if prune and not found.broken else dict(known)
    for key, message in found.messages.items():
        entry = known.get(key) or polib.POEntry(msgid=message.msgid, msgctxt=message.context or None)
        entry.occurrences = [(file, "") for file in sorted(message.files)]
        entry.flags = (
            ["python-format"]
            if NAMED.search(message.plural or message.msgid) and "%" in message.msgid
            else []
        )
        give_plural(entry, message.plural, language)
        entries[key] = entry
    return entries


def give_plural(entry: polib.POEntry, plural: str, language: str) -> None:
    """A msgid that became plural (or stopped being so) starts without translation."""
    if plural and (entry.msgid_plural != plural or len(entry.msgstr_plural) != FORMS[language]):
        entry.msgid_plural, entry.msgstr = plural, ""
        entry.msgstr_plural = dict.fromkeys(range(FORMS[language]), "")
    elif not plural and entry.msgid_plural:
        entry.msgid_plural, entry.msgstr_plural = "", {}


def translations_of(entry: polib.POEntry) -> list[str]:
    return (
        [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]
        if entry.msgid_plural
        else [entry.msgstr]
    )


# --- commands --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One writer at a time."""
    with open(
        Path(tempfile.gettempdir()) / f"jetekchi-messages-{os.getuid()}.lock", "a", encoding="utf-8"
    ) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def extract() -> int:
    with alone():
        found = scan()
        for language in PLURALS:
            write_catalogue(language, update(language, found, prune=True))
            compile_catalogue(language)
    report_broken(found)
    print(f"{len(found.messages)} msgids")
    return 0


def compile_all() -> int:
    with alone():
        for language in PLURALS:
            compile_catalogue(language)
    return 0


def fill(file: str) -> int:
    """Merge translations; vanished msgids stay until the next extract, so nobody loses work half-way."""
    given: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    with alone():
        found = scan()
        catalogues = {language: update(language, found, prune=False) for language in PLURALS}
        unknown = [key for key, value in given.items() if not merge(catalogues, found, key, value)]
        for language, entries in catalogues.items():
            write_catalogue(language, entries)
            compile_catalogue(language)
    report_broken(found)
    for key in unknown:
        print(f"not in the sources or of another shape: {key!r}", file=sys.stderr)
    print(f"{len(given) - len(unknown)} filled, {len(unknown)} unknown")
    return 0


def merge(catalogues: dict[str, dict[Key, polib.POEntry]], found: Found, json_key: str, value: Any) -> bool:
    """Put one translation of the JSON file into the catalogues; False when the sources do not ask for it."""
    context, _, msgid = json_key.rpartition(CONTEXT_MARK)
    key, doubled = (context, msgid), False
    if key not in found.messages:  # a template's "50 %" is asked for as "50 %%"
        key, doubled = (context, msgid.replace("%", "%%")), True
        if key not in found.messages:
            return False
    texts = value if isinstance(value, dict) else {"ky": value[0], "ru": value[1]}
    for language, entries in catalogues.items():
        given = texts.get(language, "")
        forms = [given] if isinstance(given, str) else list(given)
        if doubled:
            forms = [form.replace("%", "%%") for form in forms]
        if any(forms) and not put(entries[key], forms, language):
            return False
    return True


def put(entry: polib.POEntry, forms: list[str], language: str) -> bool:
    if entry.msgid_plural:
        if len(forms) != FORMS[language]:
            return False
        entry.msgstr_plural = dict(enumerate(forms))
    elif len(forms) != 1:
        return False
    else:
        entry.msgstr = forms[0]
    return True


def report_broken(found: Found) -> None:
    for line in found.broken:
        print(f"could not be read, nothing was dropped: {line}", file=sys.stderr)


def problems() -> list[str]:
    """Everything that keeps the catalogues from being complete, as sentences."""
    found = scan()
    lines = [f"cannot be read: {line}" for line in found.broken]
    for language in PLURALS:
        entries = read_catalogue(language)
        for key, message in sorted(found.messages.items()):
            where = f"{language}: {message.json_key!r} ({', '.join(sorted(message.files))})"
            entry = entries.get(key)
            if entry is None or entry.msgid_plural != message.plural:
                lines.append(f"not extracted: {where}")
            else:
                lines += [f"{trouble}: {where}" for trouble in troubles(entry)]
        lines += [f"unused: {language}: {key[1]!r}" for key in sorted(entries.keys() - found.messages.keys())]
    return lines


def troubles(entry: polib.POEntry) -> list[str]:
    texts = translations_of(entry)
    if not all(texts):
        return ["untranslated"]
    found = ["fuzzy"] if entry.fuzzy else []
    if not all(placeholders_fit(entry, text) for text in texts):
        found.append("placeholders differ")
    if any(edges(text) != edges(entry.msgid) for text in texts):
        found.append("line breaks at the edges differ")
    return found


def placeholders_fit(entry: polib.POEntry, text: str) -> bool:
    """The same ones; our wording of a foreign message may leave some out, since nothing but we reads it."""
    wanted, given = placeholders(entry.msgid_plural or entry.msgid), placeholders(text)
    is_foreign = [file for file, _line in entry.occurrences] == [EXTRA.relative_to(ROOT).as_posix()]
    return given == wanted or (is_foreign and set(given) <= set(wanted))


def placeholders(text: str) -> list[str]:
    """Names (and marks) that are filled in, whatever their order."""
    return sorted(match[0] for match in NAMED.finditer(text))


def edges(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def check() -> int:
    lines = problems()
    print("\n".join(lines) if lines else "the catalogues are complete")
    return 1 if lines else 0


def missing(prefix: str = "") -> int:
    """Print what is untranslated as JSON to fill; its files go to the error stream."""
    found = scan()
    catalogues = {language: read_catalogue(language) for language in PLURALS}
    wanted: dict[str, Any] = {}
    for key, message in sorted(found.messages.items(), key=lambda item: (sorted(item[1].files), item[0])):
        entries = [entries.get(key) for entries in catalogues.values()]
        done = all(
            entry is not None and entry.msgid_plural == message.plural and all(translations_of(entry))
            for entry in entries
        )
        if done or not any(file.startswith(prefix) for file in message.files):
            continue
        print(f"{', '.join(sorted(message.files))}: {message.msgid!r}", file=sys.stderr)
        empty = {language: [""] * FORMS[language] for language in PLURALS}
        wanted[message.json_key] = {"plural": message.plural, **empty} if message.plural else ["", ""]
    print(json.dumps(wanted, ensure_ascii=False, indent=1))
    return 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract"]:
            return extract()
        case ["compile"]:
            return compile_all()
        case ["check"]:
            return check()
        case ["fill", file]:
            return fill(file)
        case ["missing"]:
            return missing()
        case ["missing", prefix]:
            return missing(prefix)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
