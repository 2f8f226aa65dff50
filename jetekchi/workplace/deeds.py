"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "workplace:demo:filled": _("The invented lyceum was filled"),
        "workplace:demo:removed": _("The invented lyceum was removed"),
    }
)
