from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What happened to an inspection, and which reminders were sent, only grows."""

    dependencies = [("journal", "0002_inspections")]
    operations = [guard("journal_inspectionact", "journal_reminder")]
