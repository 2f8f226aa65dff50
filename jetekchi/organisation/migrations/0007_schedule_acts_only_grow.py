from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """The way of a work schedule only grows."""

    dependencies = [("organisation", "0006_work_schedule")]
    operations = [guard("organisation_scheduleact")]
