from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """Who looked at a diary, what was checked and written in it, and what became of an excuse only grow."""

    dependencies = [("journal", "0009_diary_and_excuses")]
    operations = [
        guard(
            "journal_diaryseen",
            "journal_diarycheck",
            "journal_diaryremark",
            "journal_excuseact",
            "journal_excusedlesson",
        )
    ]
