from django.db import migrations, models


class Migration(migrations.Migration):
    """Who won and has left the class is named; the seat is nobody's."""

    dependencies = [("plan", "0011_event_acts_append_only")]
    operations = [
        migrations.AlterField(
            "election",
            "outcome",
            models.CharField(
                blank=True,
                choices=[
                    ("elected", "elected"),
                    ("tie", "equal votes, to be held again"),
                    ("nobody", "nobody was elected"),
                    ("too_few", "not held: too few voted"),
                    ("left", "elected, but left the class: to be held again"),
                ],
                max_length=8,
                verbose_name="outcome",
            ),
        ),
        migrations.RemoveConstraint("election", "who_was_elected_is_named"),
        migrations.AddConstraint(
            "election",
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["elected", "left"]) | models.Q(winner__isnull=False),
                name="who_was_elected_is_named",
            ),
        ),
    ]
