from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What became of a term mark only grows."""

    dependencies = [("journal", "0013_term_marks_of_teachers")]
    operations = [guard("journal_termmarkchange")]
