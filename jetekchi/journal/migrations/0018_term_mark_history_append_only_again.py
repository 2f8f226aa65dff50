from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What became of a term mark only grows again."""

    dependencies = [("journal", "0017_examination_and_final_marks")]
    operations = [guard("journal_termmarkchange")]
