import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from jetekchi.core.append_only import lift

NOW = models.DateTimeField(default=django.utils.timezone.now, editable=False)


class Migration(migrations.Migration):
    """An accepted excuse can be taken back, a returned one corrected: an act of one kind may come again.

    The tables of the acts are made anew, so their guard is lifted here and put back by the next migration. The moments
    of looks and marks keep their columns: only the code may say another moment than now.
    """

    dependencies = [("journal", "0014_term_mark_history_append_only")]
    operations = [
        lift("journal_excuseact", "journal_excusedlesson"),
        migrations.RemoveConstraint("excuseact", "one_act_a_state_of_an_excuse"),
        migrations.RemoveConstraint("excusedlesson", "excused_once"),
        migrations.AddField("excuseact", "was", models.JSONField(blank=True, default=dict)),
        migrations.AddField(
            "excusedlesson",
            "act",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lessons",
                to="journal.excuseact",
            ),
        ),
        migrations.AlterField(
            "excuseact",
            "state",
            models.CharField(
                choices=[
                    ("sent", "sent"),
                    ("accepted", "accepted"),
                    ("returned", "returned"),
                    ("withdrawn", "withdrawn"),
                    ("revoked", "acceptance taken back"),
                    ("corrected", "corrected and sent again"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            "excuseact",
            models.CheckConstraint(
                condition=~models.Q(state="revoked") | ~models.Q(words=""), name="a_revoked_excuse_says_why"
            ),
        ),
        migrations.AddConstraint(
            "excusedlesson",
            models.UniqueConstraint(fields=["excuse", "act", "on", "lesson"], name="excused_once"),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(model, "at", NOW) for model in ("diarycheck", "diaryseen", "markchange")
            ]
        ),
    ]
