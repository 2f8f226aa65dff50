from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def first_day(apps: Any) -> Coalesce:
    """The first day on the list of the class; who never stood on it was in the part as long as the class learns."""
    here = apps.get_model("organisation", "Enrolment").objects.filter(
        student=OuterRef("student"), class_group__parts=OuterRef("part")
    )
    group = apps.get_model("organisation", "ClassGroup").objects.filter(parts=OuterRef("part"))
    return Coalesce(
        Subquery(here.order_by("from_on", "pk").values("from_on")[:1]),
        Subquery(group.order_by().values("year__start_on")[:1]),
    )


def forwards(apps: Any, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("journal", "PartMember").objects.filter(from_on=None).update(from_on=first_day(apps))


def backwards(apps: Any, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Without days whoever is in the part now is in it; who was in it before is not."""
    apps.get_model("journal", "PartMember").objects.exclude(until_on=None).delete()


class Migration(migrations.Migration):
    """Who was in a part is in it since the first day on the list of the class: nothing that was recorded changes."""

    dependencies = [
        ("journal", "0021_days_in_a_part"),
        ("organisation", "0010_import_of_lessons_and_rolls"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
