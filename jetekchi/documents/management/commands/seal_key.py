"""`jetekchi seal_key`: which key seals papers; `--replace` takes another one from now on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jetekchi.core.http import Refused
from jetekchi.documents.services import seal_keys


class Command(BaseCommand):
    help = "Show the certificate of the seal, made when there is none; --replace seals with another key from now on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--replace", action="store_true", help="make a new key; old seals stay valid")
        parser.add_argument("--file", default="", help="with --replace: a PEM file with key and certificate")
        parser.add_argument("--certificate", action="store_true", help="print the certificate itself (PEM)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] and not options["replace"]:
            raise CommandError("--file goes with --replace", returncode=2)
        try:
            key = self._replaced(options["file"]) if options["replace"] else seal_keys.current()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        row = seal_keys.certificate_of(key)
        if options["certificate"]:
            self.stdout.write(row.pem.strip())
            return
        certificate = key.certificate
        self.stdout.write(f"{certificate.subject.rfc4514_string()}")
        self.stdout.write(f"SHA-256 {key.fingerprint}")
        self.stdout.write(f"until {certificate.not_valid_after_utc:%Y-%m-%d}, kept in {seal_keys.path()}")

    def _replaced(self, file: str) -> seal_keys.SealKey:
        try:
            given = Path(file).read_bytes() if file else None
        except OSError as error:
            raise CommandError(f"the file {file} cannot be read", returncode=2) from error
        return seal_keys.replace_key(by=None, given=given)
