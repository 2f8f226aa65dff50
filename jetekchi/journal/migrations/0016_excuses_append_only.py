from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What became of an excuse only grows again."""

    dependencies = [("journal", "0015_excuses_taken_back_and_corrected")]
    operations = [guard("journal_excuseact", "journal_excusedlesson")]
