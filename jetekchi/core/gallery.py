"""Invented content for the page of components: nobody in it exists."""

from typing import Any

from django import forms
from django.http import HttpRequest

from jetekchi.core.forms import Chips, FilesField, Picker

NAMES = (
    "Асанбек уулу Тилек", "Байгазиева Мээрим", "Жумабек уулу Адилет", "Кубанычбек уулу Бекзат", "Сыдыгалиева Канышай",
    "Төлөбаев Нурислам", "Үсөнов Кайрат", "Шаршенбек кызы Өмүргүл", "Эсенов Айбек", "Ыманалиева Жибек",
)  # fmt: skip
STUDENTS = [(str(number), name) for number, name in enumerate(NAMES, 1)]
TOKENS = (
    "paper", "sheet", "sunken", "ink", "ink-2", "ink-3", "line", "line-2", "lake",
    "lake-tint", "madder", "madder-tint", "saffron", "saffron-tint", "leaf", "leaf-tint", "iris", "iris-tint",
    "nav", "nav-seam",
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of every shape."""

    phone = forms.CharField(label="Телефон", help_text="Чет өлкөдөгү номер да болот.")
    day = forms.DateField(label="Күнү")
    kind = forms.ChoiceField(
        label="Түрү",
        widget=Chips,
        choices=[("a", "Маек"), ("b", "Үйгө баруу"), ("c", "Чогулуш"), ("d", "Кат")],
    )
    note = forms.CharField(label="Эмне болду", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    pupils = forms.MultipleChoiceField(label="Окуучулар", required=False, choices=STUDENTS, widget=Picker)
    attachments = FilesField(label="Файлдар", required=False, help_text="Сүрөт же PDF, 10 МБга чейин.")
    agreed = forms.BooleanField(label="Ата-энеге да жөнөтүлсүн", required=False)


class SampleFilters(forms.Form):
    """Search and two selects."""

    is_search = True
    q = forms.CharField(label="Издөө", required=False)
    status = forms.ChoiceField(label="Абалы", required=False, choices=[("", "Баары"), ("ok", "Бекитилди")])
    since = forms.DateField(label="Качантан бери", required=False)


class SampleSignature(forms.Form):
    """What proves that it is you."""

    password = forms.CharField(
        label="Сырсөз", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


SAMPLE_ANSWERS = {
    "sample-phone": "+996 ",
    "sample-day": "2026-11-31",
    "sample-kind": "a",
    "sample-pupils": ["3", "8"],
}
CONTENT: dict[str, Any] = {
    "tokens": TOKENS,
    "falling": [4.2, 4.2, 4.0, 4.1, 3.9, 3.8],
    "rising": [3.6, 3.8, None, 3.9, 4.1, 4.2],
    "amounts": [1, 0, 2, 1, 3, 2, 5, 9],
    "crumbs": [("Бүгүн", "#"), ("10-А класс", "")],
    "files": [
        {"name": "Протокол-3.pdf", "url": "#", "note": "214 КБ · 12-ноябрда кошулду"},
        {"name": "Чогулуштун сүрөтү.jpg", "url": "#", "note": "1,2 МБ"},
    ],
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """A menu as a class leader has it."""
    return {
        "nav": [
            {"title": "Күн сайын", "items": [_item("Бүгүн", "today", 4, True, True), _item("Катышуу", "roll", 0, True),
                                             _item("Баалар", "marks", 0, True)]},
            {"title": "Класс", "items": [_item("Окуучулар", "people", 0, True), _item("Класстын абалы", "state"),
                                         _item("Үй-бүлө", "home", 2)]},
            {"title": "Иш кагаздары", "items": [_item("Иш план", "plan"), _item("Нускамалоо", "safe", 1),
                                                _item("Отчёт", "paper"), _item("Макулдашуу", "sign")]},
        ],
        "user": {"name": "Сыдыкова Нургүл", "initials": "НС", "subtitle": "10-А класстын жетекчиси"},
        "accident_url": "#", "search_url": "/search/", "notices_url": "#", "unread": 2, "help_url": "#",
        "profile_url": "#", "lyceum_name": "Лицей", "theme": request.GET.get("theme", ""),
    }  # fmt: skip


def _item(
    title: str, icon: str, count: int = 0, is_core: bool = False, is_current: bool = False
) -> dict[str, Any]:
    return {
        "title": title,
        "url": "#",
        "icon": icon,
        "count": count,
        "is_core": is_core,
        "is_current": is_current,
    }
