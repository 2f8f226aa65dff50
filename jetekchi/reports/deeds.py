"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "reports:list:exported": _("The list of half-year reports was taken out as a file"),
        "reports:report:accepted": _("A half-year report was accepted"),
        "reports:report:begun": _("A half-year report was begun"),
        "reports:report:refused": _("A deed on a half-year report was refused"),
        "reports:report:returned": _("A half-year report was returned"),
        "reports:report:submitted": _("A half-year report was submitted"),
        "reports:words:saved": _("Words of a half-year report were saved"),
    }
)
