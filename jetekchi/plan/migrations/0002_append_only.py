from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What happened to a plan and to its items only grows."""

    dependencies = [("plan", "0001_initial")]
    operations = [guard("plan_planact"), guard("plan_planitemact")]
