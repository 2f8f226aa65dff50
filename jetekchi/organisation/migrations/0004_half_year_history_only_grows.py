from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """The history of closing and opening a half-year only grows."""

    dependencies = [("organisation", "0003_half_year_history")]
    operations = [guard("organisation_termact")]
