from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What became of a lesson, each change of a roll and each settled difference only grow."""

    dependencies = [("journal", "0004_timetable_lessons_rolls")]
    operations = [guard("journal_lessonact", "journal_rollchange", "journal_rollsettlement")]
