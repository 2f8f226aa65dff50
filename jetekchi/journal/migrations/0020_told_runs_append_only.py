from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What was told only grows."""

    dependencies = [("journal", "0019_runs_of_absence_told")]
    operations = [guard("journal_toldrun")]
