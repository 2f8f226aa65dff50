from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jetekchi.core.append_only import guard

TABLE, NAME = "plan_officeterm", "one_holder_a_seat"
# Ranges know «overlaps» by themselves, so no extension of the server is needed, which only its owner may install.
EXCLUSION = f"""
alter table {TABLE} add constraint {NAME} exclude using gist (
    int8range(class_group_id, class_group_id, '[]') with &&,
    int8range(office_id, office_id, '[]') with &&,
    daterange(from_on, until_on, '[]') with &&
)
"""
TRIGGER = """
create trigger {name}_{verb} before {verb} on {table}
when exists (
    select 1 from {table} as other
    where other.class_group_id = new.class_group_id and other.office_id = new.office_id and other.id is not new.id
        and other.from_on <= new.until_on and other.until_on >= new.from_on
)
begin select raise(abort, '{name}'); end
"""


def forwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(EXCLUSION)
            return
        for verb in ("insert", "update"):
            cursor.execute(TRIGGER.format(name=NAME, table=TABLE, verb=verb))


def backwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(f"alter table {TABLE} drop constraint if exists {NAME}")
            return
        for verb in ("insert", "update"):
            cursor.execute(f"drop trigger if exists {NAME}_{verb}")


class Migration(migrations.Migration):
    """No two holders of one seat on one day, on both engines; what happened to an assignment only grows."""

    dependencies = [("plan", "0006_self_government")]
    operations = [migrations.RunPython(forwards, backwards), guard("plan_assignmentact")]
