"""Is the audit chain whole?"""

from typing import Any

from django.core.management import BaseCommand, CommandError

from jetekchi.core import audit
from jetekchi.core.models import AuditChain


class Command(BaseCommand):
    help = "Exit 0 when every audit chain is whole; 1 and the first damaged entry when not."

    def handle(self, **options: Any) -> None:
        damage = audit.verify()
        if damage is not None:
            raise CommandError(
                f"the audit chain is damaged at {damage.chain}/{damage.position}: {damage.reason}"
            )
        lengths = AuditChain.objects.order_by("name").values_list("length", flat=True)
        self.stdout.write(f"The audit chain is whole: {sum(lengths)} entries in {len(lengths)} chains.")
