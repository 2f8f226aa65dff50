"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "journal:list:exported": _("A list of marks or absences was exported"),
    }
)
