"""The roles of the house, in the instruction's own terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Leader, student and guardian follow from appointment, enrolment and guardianship; the others are granted."""

    CLASS_LEADER = "class_leader", _("class leader")
    HEAD_OF_UPBRINGING = "head_of_upbringing", _("head of upbringing department")
    HEAD_OF_STUDY = "head_of_study", _("head of study department")
    LYCEUM_DIRECTOR = "lyceum_director", _("lyceum director")
    PREUNI_DIRECTOR = "preuni_director", _("director of pre-university training")
    SUBJECT_TEACHER = "subject_teacher", _("subject teacher")
    STUDENT = "student", _("student")
    GUARDIAN = "guardian", _("parent or guardian")
    MEDICAL = "medical", _("medical staff")
    LIBRARIAN = "librarian", _("librarian")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    UNIVERSITY_ADMINISTRATION = "university_administration", _("university administration")
    ADMINISTRATOR = "administrator", _("administrator of the system")


GRANTED = tuple(role for role in Role if role not in {Role.CLASS_LEADER, Role.STUDENT, Role.GUARDIAN})

SECOND_FACTOR = frozenset(
    {
        Role.LYCEUM_DIRECTOR,
        Role.PREUNI_DIRECTOR,
        Role.HEAD_OF_UPBRINGING,
        Role.HEAD_OF_STUDY,
        Role.MEDICAL,
        Role.ADMINISTRATOR,
    }
)
