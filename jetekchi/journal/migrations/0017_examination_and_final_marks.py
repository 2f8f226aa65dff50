from django.db import migrations, models

from jetekchi.core.append_only import lift

STEPS = [("exam", "examination"), ("final", "final mark")]
STEP_OF_A_YEAR = models.Q(step="") | models.Q(step__in=["exam", "final"], year__isnull=False)


class Migration(migrations.Migration):
    """Beside the mark of a year: the mark of its examination and the final one.

    The history of term marks gets the column too, so its guard is lifted here and put back by the next migration.
    """

    dependencies = [("journal", "0016_excuses_append_only")]
    operations = [
        lift("journal_termmarkchange"),
        *(
            migrations.AddField(
                model, "step", models.CharField(blank=True, choices=STEPS, default="", max_length=5)
            )
            for model in ("termmark", "termmarkchange")
        ),
        migrations.RemoveConstraint("termmark", "one_mark_a_subject_and_year"),
        migrations.AddConstraint(
            "termmark",
            models.UniqueConstraint(
                condition=models.Q(("year__isnull", False)),
                fields=["year", "student", "subject", "step"],
                name="one_mark_a_subject_and_year",
            ),
        ),
        migrations.AddConstraint(
            "termmark",
            models.CheckConstraint(condition=STEP_OF_A_YEAR, name="examination_and_final_mark_of_a_year"),
        ),
        migrations.AddConstraint(
            "termmarkchange",
            models.CheckConstraint(condition=STEP_OF_A_YEAR, name="change_of_an_examination_of_a_year"),
        ),
    ]
