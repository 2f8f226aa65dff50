"""Who signs in, and which roles were granted to whom from when until when."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.roles import GRANTED, Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts; whether somebody may is the caller's question."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """An account with a usable password, or without any until its slip is printed."""
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One login of one person; entering for a colleague is what delegation is for."""

    username = models.CharField(_("login"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    person = models.OneToOneField("organisation.Person", models.PROTECT, null=True, related_name="user")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=2, blank=True)
    theme = models.CharField(_("colours"), max_length=5, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    # allauth asks for them; nobody here is a superuser, rights come from the permission table alone.
    is_staff = False
    is_superuser = False

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return str(self.person) if self.person else self.username

    @property
    def name(self) -> str:
        """The person's name, or the login of an account that has none."""
        return self.person.brief_name if self.person else self.username


class RoleGrant(models.Model):
    """A role that somebody was given; leader, student and guardian are never granted, they follow from records."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=32, choices=[(role.value, role.label) for role in GRANTED])
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(until_on=None), name="one_open_grant_a_role"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="grant_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"
