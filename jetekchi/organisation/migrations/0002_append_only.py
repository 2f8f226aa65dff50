from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """The history of the settings only grows."""

    dependencies = [("organisation", "0001_initial")]
    operations = [guard("organisation_lyceumsettingchange")]
