"""The `jetekchi` command: the table of commands, each carried out by a Django management command.

What goes wrong is one line on standard error that says what to do: exit 2 for wrong use, 1 for refused.
"""

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from django.core.management import CommandParser

USAGE = """\
jetekchi COMMAND … (each tells more with --help)

  serve                     migrate, then web and worker
  demo                      fill an empty database with an invented lyceum
  demo_logins               its logins, and the present codes of those who need them
  import instruction FILE   a job instruction as a controlled document
  import students|term-marks|absences|timetable|lessons|rolls|lesson-marks|staff FILE
                            a table from csv or xlsx; nothing is written when a row is refused
  matrix                    the duty matrix: clause by clause, looked at, evidence, fulfilled
  report half-year          the half-year report of a class as PDF, DOCX or JSON
  audit verify              is the audit chain whole?
  backup FILE               database and attachments in one signed file
  restore FILE              put a backup back; refuses a damaged or foreign one
  seal_key [--replace]      the key that seals papers; another one from now on
  status                    database, disk, queue, chain, last backup
  manage …                  Django's own commands
"""
PAIRS = {"import", "report", "audit"}
SINGLE = {"serve", "demo", "demo_logins", "matrix", "backup", "restore", "seal_key", "status"}
# These look at the database as it is, or bring it up themselves.
AS_IT_IS = {"serve", "restore"}
LANGUAGES = ("ky", "ru", "en")


def main() -> None:
    """The console script."""
    raise SystemExit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Carry out one command; the answer is the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not words or words[0] in {"help", "--help", "-h"}:
        print(USAGE, end="")
        return 0
    name, rest = _command(words)
    if name is None:
        return _say(f"there is no command {' '.join(words[:2])!r}; 'jetekchi --help' lists them", 2)
    try:
        return _carry_out(name, words, rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`jetekchi matrix | head`); Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except Exception as error:
        return _explain(error)


def _command(words: list[str]) -> tuple[str | None, list[str]]:
    """The management command behind the words, and what is left for it."""
    if words[0] in SINGLE or words[0] == "manage":
        return words[0], words[1:]
    if words[0] in PAIRS and len(words) > 1 and not words[1].startswith("-"):
        return f"{words[0]}_{words[1].replace('-', '_')}", words[2:]
    return None, []


def _carry_out(name: str, words: list[str], rest: list[str]) -> int:
    import django

    django.setup()
    from django.core.management import execute_from_command_line, get_commands, load_command_class

    if name == "manage":
        execute_from_command_line(["jetekchi manage", *rest])
        return 0
    app = get_commands().get(name)
    if app is None:
        return _say(f"there is no command {' '.join(words[:2])!r}; 'jetekchi --help' lists them", 2)
    _speak()
    command = load_command_class(app, name) if isinstance(app, str) else app
    shown = words[: len(words) - len(rest)]
    options = vars(_parsed(command.create_parser("jetekchi", " ".join(shown)), rest))
    if name not in AS_IT_IS:
        _prepare()
    # Django's checks look at the code, which is the same at each start: they load every page and double the wait.
    command.execute(*options.pop("args", ()), **{**options, "skip_checks": True})
    return 0


def _parsed(parser: "CommandParser", rest: list[str]) -> "Namespace":
    """Django's parser raises CommandError for wrong use unless it was called from its own command line."""
    from django.core.management import CommandError

    try:
        return parser.parse_args(rest)
    except CommandError as error:
        words = str(error).removeprefix("Error: ")
        raise CommandError(f"{words} ({parser.prog} --help)", returncode=2) from error


def _prepare() -> None:
    from jetekchi.core import database

    database.prepare()


def _speak() -> None:
    """The language of the terminal when it is one of ours; else English, as the commands' own words."""
    from django.utils import translation

    wanted = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    translation.activate(wanted[:2] if wanted[:2] in LANGUAGES else "en")


def _explain(error: Exception) -> int:
    """One line for what we know how to say; for the rest a line and the whole story in the log."""
    from django.core.exceptions import ImproperlyConfigured, ValidationError
    from django.core.management import CommandError
    from django.db import OperationalError

    if isinstance(error, CommandError):
        return _say(str(error), error.returncode)
    if type(error).__name__ == "Refused":
        return _say(str(error), 1)
    if isinstance(error, ValidationError):
        return _say("; ".join(error.messages), 1)
    if isinstance(error, ImproperlyConfigured):
        return _say(str(error), 2)
    if isinstance(error, OperationalError):
        return _say(f"the database does not answer: {error}", 1)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{error.strerror}", 2 if isinstance(error, FileNotFoundError) else 1)
    return _say(f"something went wrong that should not have; the story is in {_log(error)}", 1)


def _log(error: Exception) -> Path:
    from django.conf import settings

    folder = Path(settings.DATA_DIR) / "log"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {' '.join(sys.argv[1:3])}\n")
        log.write("".join(traceback.format_exception(error)) + "\n")
    path.chmod(0o600)
    return path


def _say(words: str, code: int) -> int:
    print(f"jetekchi: {' '.join(words.split())}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
