"""The command line of imports: the same steps as on the pages, said in lines."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.core.http import Refused
from jetekchi.organisation.services.importing.engine import Rehearsal, rehearse, take_in
from jetekchi.organisation.services.importing.kinds import FATE_NAMES, Fate, Plan, PlannedRow, kind_of

MADE = {"classes": gettext_lazy("Classes made"), "subjects": gettext_lazy("Subjects made")}


class ImportCommand(BaseCommand):
    """Base of `import students|staff|term-marks|absences`."""

    kind_key = ""
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--year", default="", help="school year, for example 2026-2027; else the present one"
        )
        parser.add_argument("--dry-run", action="store_true", help="say each row's fate and write nothing")
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help="take the good rows, leave the refused"
        )
        parser.add_argument(
            "--create-missing", action="store_true", help="make year, classes and subjects that are missing"
        )

    def handle(self, *, file: Path, **options: Any) -> None:
        kind = kind_of(self.kind_key)
        if kind is None:
            raise CommandError(f"unknown kind of list: {self.kind_key}", returncode=2)
        asked = {
            "kind": kind,
            "name": file.name,
            "data": file.read_bytes(),
            "year_name": options["year"],
            "create_missing": options["create_missing"],
        }
        try:
            rehearsal = rehearse(**asked)
            self._tell(rehearsal.plan)
            if options["dry_run"]:
                self.stdout.write(_("Dry run: nothing was written."))
            if rehearsal.plan.refused and not options["skip_bad_rows"]:
                raise _stop(rehearsal.plan, asked)
            if options["dry_run"]:
                return
            done = take_in(by=None, skip_bad_rows=options["skip_bad_rows"], **asked)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        self._tell_end(done)

    def _tell(self, plan: Plan) -> None:
        for note in plan.notes:
            self.stdout.write(str(note))
        for row in plan.refused:
            for line in problem_lines(plan, row):
                self.stdout.write(line)
        counts = ", ".join(f"{FATE_NAMES[fate]}: {plan.count(fate)}" for fate in Fate)
        self.stdout.write(f"{plan.kind.title}, {plan.options.year.name}: {counts}")
        for what, names in plan.makes.items():
            self.stdout.write(f"{MADE[what]}: {', '.join(names)}")

    def _tell_end(self, done: Rehearsal) -> None:
        for words in done.said:
            self.stdout.write(words)
        self.stdout.write(
            _("Written.") if done.run else _("Everything is there already; nothing was written.")
        )


def _stop(plan: Plan, asked: dict[str, Any]) -> CommandError:
    """What to do about refused rows; the option that makes what is missing is named where it would help."""
    words = _("Refused rows: %(count)d; nothing was written. Correct them or use --skip-bad-rows.")
    if not asked["create_missing"]:
        left = len(rehearse(**{**asked, "create_missing": True}).plan.refused)
        if left < len(plan.refused):
            words = _(
                "Refused rows: %(count)d; nothing was written. --create-missing makes the classes and subjects "
                "that are missing (refused then: %(left)d)."
            )
            return CommandError(words % {"count": len(plan.refused), "left": left}, returncode=1)
    return CommandError(words % {"count": len(plan.refused)}, returncode=1)


def problem_lines(plan: Plan, planned: PlannedRow) -> list[str]:
    """«Line 5, column «Class»: …» for each problem of a row."""
    lines = []
    for problem in planned.row.problems:
        values = {
            "line": planned.row.line,
            "column": plan.kind.label(problem.column),
            "reason": problem.reason,
            "who": planned.who,
        }
        if problem.column:
            lines.append(_("Line %(line)d (%(who)s), column «%(column)s»: %(reason)s") % values)
        else:
            lines.append(_("Line %(line)d (%(who)s): %(reason)s") % values)
    return lines
