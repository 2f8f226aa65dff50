"""`jetekchi manage forget_second_factor LOGIN`: the phone and the paper with the codes are lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jetekchi.organisation.models import User
from jetekchi.organisation.services import entrance


class Command(BaseCommand):
    help = "Forget the second factor of an account; the person sets up a new one at the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=str(options["login"]).lower()).first()
        if user is None:
            raise CommandError(f"no such login: {options['login']}")
        entrance.remove_second_factor(by=None, user=user)
        self.stdout.write(f"{user.username}: the second factor is forgotten, all sessions are ended")
