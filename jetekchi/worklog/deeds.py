"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "worklog:accident:carried-over": _("An accident was carried over from elsewhere"),
        "worklog:accident:confirmation_kept": _("A confirmation of the university was written down"),
        "worklog:accident:confirmed": _("An accident was confirmed"),
        "worklog:accident:noted": _("Something was added to an accident"),
        "worklog:accident:read": _("The page of an accident was opened"),
        "worklog:accident:reported": _("An accident was reported"),
        "worklog:accident:told": _("Somebody was told of an accident"),
        "worklog:accidents:exported": _("The list of accidents was exported"),
        "worklog:chronology:read": _("A chronology was opened"),
        "worklog:entries:carried-over": _("Entries of work were carried over from elsewhere"),
        "worklog:entry:corrected": _("An entry of work was corrected"),
        "worklog:entry:read": _("A restricted entry was opened"),
        "worklog:entry:recorded": _("An entry of work was written"),
        "worklog:entry:refused": _("An entry of work was refused"),
        "worklog:entry:withdrawn": _("An entry of work was withdrawn"),
        "worklog:follow_up:done": _("A follow-up was finished"),
        "worklog:kind:added": _("A kind of work was added"),
        "worklog:kind:changed": _("A kind of work was changed"),
        "worklog:kind:retired": _("A kind of work was retired"),
        "worklog:kinds:filled": _("The usual kinds of work were made"),
        "worklog:list:exported": _("A list of entries was exported"),
        "worklog:silent:exported": _("The list of students nobody has written about was exported"),
    }
)
