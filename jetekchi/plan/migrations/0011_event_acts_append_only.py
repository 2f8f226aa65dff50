from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What happened to an event only grows again."""

    dependencies = [("plan", "0010_risk_approval_is_signed")]
    operations = [guard("plan_eventact")]
