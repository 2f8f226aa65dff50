"""Tags of the ground: the hidden key of a form, addresses that keep the filter."""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jetekchi.core.http import FORM_KEY, new_form_key

register = template.Library()


@register.simple_tag(takes_context=True)
def form_key(context: dict[str, Any]) -> SafeString:
    """`{% form_key %}` inside a form: see `core.http.once`. A form that came back keeps its key."""
    request = context.get("request")
    key = (request.POST.get(FORM_KEY, "") if request else "")[:64] or new_form_key()
    return format_html('<input type="hidden" name="{}" value="{}">', FORM_KEY, key)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """`?…` of this page with some values changed: `{% query page=2 %}`; None takes a value out."""
    values: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.filter
def undo_url(message: Message) -> str:
    """Where the deed a toast tells of is taken back: `messages.success(…, extra_tags="undo=/work/7/withdraw/")`."""
    tags = str(message.extra_tags or "").split()
    return next((tag.removeprefix("undo=") for tag in tags if tag.startswith("undo=/")), "")
