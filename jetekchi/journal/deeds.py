"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "journal:inspection:exported": _("The protocol of an inspection was taken out as a file"),
        "journal:inspection:recorded": _("An inspection was recorded"),
        "journal:inspection:refused": _("A deed on an inspection was refused"),
        "journal:inspection:withdrawn": _("An inspection was withdrawn"),
        "journal:reminder:sent": _("A class leader was reminded of a paper"),
        "journal:remark:made": _("A remark was made"),
        "journal:remark:mended": _("A remark was mended"),
        "journal:remark:passed_on": _("A remark got another person or another day"),
        "journal:remark:refused": _("A deed on a remark was refused"),
        "journal:remark:sent_back": _("A remark was sent back"),
        "journal:remark:verified": _("A remark was verified"),
        "journal:remark:withdrawn": _("A remark was withdrawn"),
        "journal:bells:set": _("The bells of a shift were set"),
        "journal:check:changed": _("A check of attendance was corrected"),
        "journal:check:settled": _("A difference between roll and check was settled"),
        "journal:check:taken": _("A class leader checked the attendance"),
        "journal:class:put_in_shift": _("A class was put in a shift"),
        "journal:lesson:cancelled": _("A lesson was cancelled"),
        "journal:lesson:moved": _("A lesson was moved"),
        "journal:lesson:refused": _("A deed on a lesson was refused"),
        "journal:lesson:restored": _("A cancelled lesson stands again"),
        "journal:lesson:substituted": _("A lesson was given to a substitute"),
        "journal:lesson:written": _("Topic and homework of a lesson were written"),
        "journal:lessons:made": _("Lessons were made of the timetable"),
        "journal:part:set": _("The list of a part of a class was set"),
        "journal:diary:checked": _("A class leader checked the diaries of a week"),
        "journal:diary:refused": _("A deed on a diary was refused"),
        "journal:diary:remarked": _("A word to the family was written in a diary"),
        "journal:diary:seen": _("A family looked at the diary of a week"),
        "journal:excuse:accepted": _("An excuse was accepted"),
        "journal:excuse:read": _("An excuse was read"),
        "journal:excuse:refused": _("A deed on an excuse was refused"),
        "journal:excuse:returned": _("An excuse was returned"),
        "journal:excuse:sent": _("An excuse was sent"),
        "journal:excuse:withdrawn": _("An excuse was withdrawn"),
        "journal:roll:changed": _("A roll was corrected"),
        "journal:roll:many_taken": _("Rolls were made of absences on record"),
        "journal:roll:reasons_overdue": _("Absences without a told reason became unexcused"),
        "journal:roll:refused": _("A deed on a roll was refused"),
        "journal:roll:taken": _("The roll of a lesson was taken"),
        "journal:marks:saved": _("Marks of a lesson were written"),
        "journal:kind:saved": _("A kind of work was put on the list or changed"),
        "journal:work:planned": _("A lesson was set aside for a work"),
        "journal:list:exported": _("A list of marks or absences was exported"),
    }
)
