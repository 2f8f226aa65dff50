"""`jetekchi matrix`: the duty matrix at the terminal, as text or JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from jetekchi.compliance import selectors
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation import services
from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import led_classes
from jetekchi.organisation.services.calendar import year_name


class Command(BaseCommand):
    help = "The duty matrix: each clause, looked at, evidence, fulfilled, what is missing, when it is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--leader", help="login of a class leader")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--half", type=int, choices=[1, 2])

    def handle(self, **options: Any) -> None:
        half = organisation.current_half_year()
        if half is None:
            from django.utils import timezone

            year = services.ensure_year(by=None, name=year_name(timezone.localdate()))
            self.stderr.write(f"made the school year {year.name} with default terms")
            half = organisation.current_half_year() or organisation.half_years_of(year)[0]
        if options["half"]:
            half = organisation.term_for(half.year, "half_year", options["half"]) or half
        classes = list(organisation.classes_of(half.year))
        if options["leader"]:
            user = User.objects.filter(username=options["leader"].lower()).first()
            if user is None:
                raise CommandError(f"no such login: {options['leader']}")
            classes = list(led_classes(user, half.year))
            if not classes:
                raise CommandError(f"{options['leader']} leads no class in {half.year.name}")
        with translation.override("ky"):
            found = selectors.matrix_of(half, classes)
            if found is None:
                raise CommandError(
                    "no instruction is imported yet: run «jetekchi import instruction FILE» first"
                )
            if options["format"] == "json":
                self.stdout.write(json.dumps(selectors.to_json(found), ensure_ascii=False, indent=1))
            else:
                self.stdout.write(selectors.to_text(found))
