"""Django's flush, with the append-only guards lifted for its duration: it empties everything, the chain included."""

from typing import Any

from django.core.management.commands import flush

from jetekchi.core import append_only


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with append_only.lifted():
            super().handle(**options)
