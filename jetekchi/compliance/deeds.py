"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "compliance:clause:looked": _("A clause was looked at"),
        "compliance:list:exported": _("The duty matrix was exported"),
    }
)
