from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

TABLE, NAME = "journal_partmember", "no_day_twice_in_a_part"
# Ranges know «overlaps» by themselves, so no extension of the server is needed, which only its owner may install.
EXCLUSION = f"""
alter table {TABLE} add constraint {NAME} exclude using gist (
    int8range(part_id, part_id, '[]') with &&,
    int8range(student_id, student_id, '[]') with &&,
    daterange(from_on, until_on, '[]') with &&
)
"""
TRIGGER = """
create trigger {name}_{verb} before {verb} on {table}
when exists (
    select 1 from {table} as other
    where other.part_id = new.part_id and other.student_id = new.student_id and other.id is not new.id
        and (new.until_on is null or other.from_on <= new.until_on)
        and (other.until_on is null or other.until_on >= new.from_on)
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
    """The days of a student in one part never overlap, on both engines."""

    dependencies = [("journal", "0022_first_days_in_a_part")]
    operations = [
        migrations.AlterField("partmember", "from_on", models.DateField(verbose_name="from")),
        migrations.RemoveConstraint("partmember", "once_in_a_part"),
        migrations.AddConstraint(
            "partmember",
            models.UniqueConstraint(
                condition=Q(until_on=None), fields=("part", "student"), name="one_open_time_in_a_part"
            ),
        ),
        migrations.AddConstraint(
            "partmember",
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="part_dates_in_order"
            ),
        ),
        migrations.AddIndex(
            "partmember", models.Index(fields=["part", "student", "from_on"], name="members_of_a_part")
        ),
        migrations.RunPython(forwards, backwards),
    ]
