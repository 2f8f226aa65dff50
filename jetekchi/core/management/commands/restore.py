"""Put a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from jetekchi.core import backup


class Command(BaseCommand):
    help = "Replace database and attachments by those of a backup; a damaged or foreign file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        report = backup.restore(file)
        self.stdout.write(f"Restored {report.rows} rows and {report.attachments} attachments from {file}.")
        if report.set_aside:
            self.stdout.write(f"What was there before is kept in {report.set_aside}")
        if report.damage:
            self.stderr.write(
                f"The audit chain was damaged already when the backup was made: {report.damage}"
            )
