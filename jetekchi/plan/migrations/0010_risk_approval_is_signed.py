import django.db.models.deletion
from django.db import migrations, models

from jetekchi.core.append_only import lift


class Migration(migrations.Migration):
    """An approval of a risk assessment carries its signature; those given before by a tap stay as they are.

    The table is made anew, so its guard is lifted here and put back by the next migration.
    """

    dependencies = [
        ("documents", "0004_sealed_papers_append_only"),
        ("plan", "0009_library_append_only"),
    ]
    operations = [
        lift("plan_eventact"),
        migrations.AddField(
            "eventact",
            "signature",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.signature",
            ),
        ),
        migrations.AddConstraint(
            "eventact",
            models.CheckConstraint(
                condition=models.Q(("signature", None))
                | (models.Q(("deed", "approved")) & ~models.Q(("sha256", ""))),
                name="only_an_approval_is_signed",
            ),
        ),
    ]
