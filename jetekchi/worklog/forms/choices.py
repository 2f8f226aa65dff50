"""Choices of people as forms show them."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from jetekchi.core.forms import Chips

if TYPE_CHECKING:
    _Several = forms.ModelMultipleChoiceField[Any]
else:
    _Several = forms.ModelMultipleChoiceField


class _NamesakesApart(ModelChoiceIterator):
    """Equal names are normal in a class: those who share one carry their number, the others stay short."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        rows = [(student, *self.choice(student)) for student in self.queryset]
        known = Counter(label for _student, _value, label in rows)
        for student, value, label in rows:
            yield value, f"{label} · № {student.number}" if known[label] > 1 else label


class StudentsField(_Several):
    """Students by brief name; one who left the lyceum or the class says so."""

    iterator = _NamesakesApart

    def label_from_instance(self, obj: Any) -> str:
        return (
            _("%(name)s (left)") % {"name": obj.person.brief_name}
            if obj.is_gone
            else str(obj.person.brief_name)
        )


class StudentsWithClassField(_Several):
    """Students of several classes, each with the class."""

    iterator = _NamesakesApart

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.brief_name} · {obj.class_group}"


class GuardiansField(_Several):
    """Parents with whose parents they are; a barred one is marked."""

    def label_from_instance(self, obj: Any) -> str:
        values = {
            "name": obj.person.brief_name,
            "relation": obj.get_kind_display(),
            "student": obj.student.person.brief_name,
        }
        if obj.is_barred:
            return _("%(name)s – %(relation)s, %(student)s (barred)") % values
        return _("%(name)s – %(relation)s, %(student)s") % values


class PeopleField(_Several):
    """Colleagues or accounts by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person.brief_name if getattr(obj, "person", None) else obj)


class KindChips(Chips):
    """Kinds as chips; each carries the clauses it proposes."""

    clauses: dict[str, list[str]]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-proposes"] = " ".join(self.clauses.get(str(value), []))
        return option
