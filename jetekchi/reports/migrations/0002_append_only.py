from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What happened to a report only grows."""

    dependencies = [("reports", "0001_initial")]
    operations = [guard("reports_reportact")]
