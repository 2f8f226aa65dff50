from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when and until when a student is in a part of the class; the next migration fills the first days in."""

    dependencies = [("journal", "0020_told_runs_append_only")]
    operations = [
        migrations.AddField("partmember", "from_on", models.DateField(null=True, verbose_name="from")),
        migrations.AddField(
            "partmember", "until_on", models.DateField(blank=True, null=True, verbose_name="last day")
        ),
    ]
