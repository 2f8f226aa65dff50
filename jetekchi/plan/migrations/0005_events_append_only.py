from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """Consents, counts and what happened to an event only grow."""

    dependencies = [("plan", "0004_events")]
    operations = [
        guard("plan_eventconsent", "plan_eventact", "plan_headcount", "plan_headcountmark"),
    ]
