from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """What a library answered only grows."""

    dependencies = [("plan", "0008_library")]
    operations = [guard("plan_libraryanswer")]
