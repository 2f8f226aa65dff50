"""A person's notices, the newest first."""

from django.db.models import QuerySet

from jetekchi.core.models import Notice
from jetekchi.organisation.models import User


def notices_of(user: User) -> QuerySet[Notice]:
    """Everything the person was told inside the application."""
    return Notice.objects.filter(to=user)
