import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Of which runs of absence a class leader was told."""

    dependencies = [
        ("journal", "0018_term_mark_history_append_only_again"),
        ("organisation", "0010_import_of_lessons_and_rolls"),
    ]
    operations = [
        migrations.CreateModel(
            name="ToldRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.student"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("student", "first_on"), name="a_run_of_absence_is_told_once")
                ],
            },
        ),
    ]
