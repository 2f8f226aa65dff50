"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "workplace:demo:filled": _("The invented lyceum was filled"),
        "workplace:list:exported": _("A list of the supervisor's desk was taken out as a file"),
        "workplace:reminder:refused": _("A reminder was refused"),
        "workplace:demo:removed": _("The invented lyceum was removed"),
    }
)
