"""Who signs in to the demo, with what."""

from typing import Any

from django.core.management import BaseCommand
from django.utils.translation import gettext as _

from jetekchi.workplace.services import demo_logins


class Command(BaseCommand):
    help = "Print the logins of the demo, and the secrets of those who need one-time codes; nothing when there is no demo."

    def handle(self, **options: Any) -> None:
        lines = demo_logins()
        if not lines:
            return
        self.stdout.write("")
        self.stdout.write(_("Password of all logins: %(password)s") % {"password": lines[0].password})
        for line in lines:
            words = f"  {line.login:<14} {line.name}: {', '.join(line.roles)}"
            if line.secret:
                words += (
                    "\n"
                    + " " * 17
                    + _("one-time codes: secret %(secret)s, now %(code)s")
                    % {
                        "secret": line.secret,
                        "code": line.code,
                    }
                )
            self.stdout.write(words)
        self.stdout.write(_("The present codes are printed anew by: jetekchi demo_logins"))
