"""Fill an empty database with the invented lyceum."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from jetekchi.core import database
from jetekchi.core.http import Refused
from jetekchi.workplace.services import Size, fill_demo


class Command(BaseCommand):
    help = "Fill an empty database with an invented lyceum; refuses one that holds people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--classes", type=int, default=14)
        parser.add_argument("--class-size", type=int, default=25)
        parser.add_argument("--days", type=int, default=80, help="school days that lie behind the lyceum")
        parser.add_argument("--seed", type=int, default=1, help="another number invents another lyceum")

    def handle(self, *, classes: int, class_size: int, days: int, seed: int, **options: Any) -> None:
        database.prepare()
        try:
            made = fill_demo(size=Size(classes, class_size, days, seed))
        except Refused as refusal:
            code = 2 if refusal.code == "size" else 1
            raise CommandError(str(refusal), returncode=code) from refusal
        words = _(
            "Invented lyceum, %(year)s, %(half)s: classes %(classes)d, students %(students)d, entries %(entries)d."
        )
        self.stdout.write(
            words
            % {
                "year": made.year.name,
                "half": made.half,
                "classes": made.classes,
                "students": made.students,
                "entries": made.entries,
            }
        )
        self.stdout.write(_("Logins: jetekchi demo_logins"))
