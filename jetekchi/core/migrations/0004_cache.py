from typing import Any

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_table(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Throttles count here, so that every process sees the same count."""
    call_command("createcachetable", "core_cache", database=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_append_only")]
    operations = [
        migrations.RunPython(make_table, migrations.RunPython.noop),
    ]
