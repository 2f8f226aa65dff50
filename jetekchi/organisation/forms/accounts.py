"""Forms at the doors: every password may be pasted and shown, nothing is a puzzle."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.models import User

LONGEST = 128


def password_field(label: Any, *, is_new: bool = False, hint: Any = "") -> forms.CharField:
    """A password that a manager of passwords can fill in, and a person can look at."""
    attrs = {"autocomplete": "new-password" if is_new else "current-password"}
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs=attrs),
        help_text=hint,
    )


def code_field(*, is_required: bool = True) -> forms.CharField:
    """A one-time code, or one of the printed recovery codes."""
    return forms.CharField(
        label=_("One-time code"),
        max_length=24,
        required=is_required,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Login and password; who they belong to is allauth's and our adapter's work."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("Login name"), max_length=64, widget=forms.TextInput(attrs=attrs)
        )
        self.fields["password"] = password_field(_("Password"))
        self.order_fields(["login", "password"])


class NewPasswordForm(forms.Form):
    """A new password, typed once and shown on wish."""

    new = password_field(
        _("New password"),
        is_new=True,
        hint=_("At least 12 characters. Three or four words that you remember are best."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_new(self) -> str:
        password: str = self.cleaned_data["new"]
        validate_password(password, self.user)
        if self.user.check_password(password):
            raise forms.ValidationError(_("This is the password you have now. Think of another one."))
        return password


class ChangePasswordForm(NewPasswordForm):
    """The present password, then the new one."""

    present = password_field(_("Present password"))
    field_order = ("present", "new")


class ConfirmForm(forms.Form):
    """Is it really you: the password, and the code of those who have one."""

    password = password_field(_("Password"))
    code = code_field(is_required=False)

    def __init__(self, *args: Any, with_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_code:
            del self.fields["code"]


class CodeForm(forms.Form):
    """One code."""

    code = code_field()


class ForgottenForm(forms.Form):
    """Whose password was forgotten."""

    login = forms.CharField(
        label=_("Login name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
