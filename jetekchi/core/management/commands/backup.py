"""One sealed file with everything in it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from jetekchi.core import backup


class Command(BaseCommand):
    help = "Write database and attachments into one sealed file, readable by nobody else. The server may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        report = backup.make(file)
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"{file}: {report.rows} rows, {report.attachments} attachments, {size:.1f} MB")
        self.stdout.write(
            "Keep it with the secret key of this installation; without the key it cannot be restored."
        )
        if report.damage:
            self.stderr.write(f"The audit chain is damaged ({report.damage}); the backup holds it as it is.")
