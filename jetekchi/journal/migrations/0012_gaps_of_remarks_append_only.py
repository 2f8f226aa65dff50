from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """Which gaps a remark was made of only grows."""

    dependencies = [("journal", "0011_gaps_of_remarks")]
    operations = [guard("journal_remarkgap")]
