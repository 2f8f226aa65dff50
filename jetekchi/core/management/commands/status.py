"""How the installation is, and whether something needs a person."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management import BaseCommand

from jetekchi.core import health


class Command(BaseCommand):
    help = "Database, disk, queue, chain, age of the last backup; exit 1 when something needs a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, **options: Any) -> None:
        findings = health.look()
        if options["format"] == "json":
            self.stdout.write(
                json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1)
            )
        else:
            for finding in findings:
                mark = "LOOK" if finding.needs_a_person else "ok"
                self.stdout.write(f"{finding.part:<9} {mark:<5} {finding.words}")
        if any(finding.needs_a_person for finding in findings):
            raise SystemExit(1)
