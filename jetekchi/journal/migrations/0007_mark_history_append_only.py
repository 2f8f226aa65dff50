from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What was written into a cell of the grid only grows."""

    dependencies = [("journal", "0006_marks_of_lessons")]
    operations = [guard("journal_markchange")]
