from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """The audit chain and its checkpoints only grow."""

    dependencies = [("core", "0002_people")]
    operations = [guard("core_auditevent", "core_auditcheckpoint")]
