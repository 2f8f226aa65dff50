"""A controlled document, its versions with their clauses, and who must know it (1.3)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ControlledDocument(models.Model):
    """A paper of the lyceum under its code; what it says stands in its versions."""

    class Kind(models.TextChoices):
        JOB_INSTRUCTION = "job_instruction", _("job instruction")
        REGULATION = "regulation", _("regulations of the lyceum")
        LOCAL_ACT = "local_act", _("local act")
        SAFETY_RULES = "safety_rules", _("safety rules")
        FIRE_SAFETY = "fire_safety", _("fire-safety rules")
        LABOUR_PROTECTION = "labour_protection", _("labour protection rules")
        CONVENTION = "convention", _("Convention on the Rights of the Child")
        SIGNATURE_AGREEMENT = "signature_agreement", _("agreement on electronic signatures")
        ETHICS_CODE = "ethics_code", _("code of ethics")
        OTHER = "other", _("other document")

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["kind", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="signature_agreement"), name="one_agreement_on_signatures"
            )
        ]

    def __str__(self) -> str:
        return {"ru": self.title_ru, "en": self.title_en}.get(get_language() or "ky", "") or self.title


class DocumentVersion(models.Model):
    """One edition of a document: its text byte for byte, what was recognised in it, and where it stands."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_APPROVAL = "in_approval", _("being agreed")
        RETURNED = "returned", _("returned")
        AGREED = "agreed", _("agreed")
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # The one table of what may follow what.
    STEPS: ClassVar[dict[tuple[str, str], str]] = {
        ("draft", "submit"): "in_approval",
        ("returned", "submit"): "in_approval",
        ("in_approval", "agree_all"): "agreed",
        ("in_approval", "decline"): "returned",
        ("draft", "edit"): "draft",
        ("in_approval", "edit"): "draft",
        ("returned", "edit"): "draft",
        ("agreed", "edit"): "draft",
        ("agreed", "bring_into_force"): "in_force",
        ("in_force", "supersede"): "superseded",
        ("draft", "withdraw"): "withdrawn",
        ("in_approval", "withdraw"): "withdrawn",
        ("returned", "withdraw"): "withdrawn",
        ("agreed", "withdraw"): "withdrawn",
    }

    document = models.ForeignKey(ControlledDocument, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("edition"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ky")
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    source_name = models.CharField(_("file name"), max_length=150, blank=True)
    source_text = models.TextField(_("text"))
    source_file = models.ForeignKey(
        "core.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    translations = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64)
    # Sections, signer, offices and columns of the sheets as recognised, and the remarks of the reading.
    structure = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_by = models.ForeignKey(
        "documents.Signature", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["document", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(status="in_force"), name="one_version_in_force_a_document"
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force") | Q(in_force_from__isnull=False),
                name="version_in_force_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.code}, {self.number}"

    @property
    def content(self) -> bytes:
        """The exact bytes that are signed."""
        return self.source_text.encode()

    @property
    def edition(self) -> str:
        """Code and number, as the foot of a print has them."""
        return f"{self.document.code}, {self.number}"


class Clause(models.Model):
    """One numbered clause, verbatim, and the same words on one line for reading."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=24)
    section_number = models.CharField(max_length=8, blank=True)
    section_title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    display_text = models.TextField(blank=True)
    bullets = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "order"], name="one_clause_a_place"),
            models.UniqueConstraint(fields=["version", "number"], name="one_clause_a_number"),
        ]

    def __str__(self) -> str:
        return self.number


class RequiredReader(models.Model):
    """Who must know a document: a list that the lyceum sets."""

    class Audience(models.TextChoices):
        CLASS_LEADERS = "class_leaders", _("class leaders")
        ALL_TEACHERS = "all_teachers", _("all teachers")
        ALL_STAFF = "all_staff", _("all staff")
        OFFICE = "office", _("holder of an office")
        PERSON = "person", _("one person")

    document = models.ForeignKey(ControlledDocument, models.CASCADE, related_name="readers")
    audience = models.CharField(_("who"), max_length=16, choices=Audience.choices)
    office = models.ForeignKey("organisation.Office", models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey("organisation.Person", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "audience"],
                condition=Q(office=None, person=None),
                name="one_row_an_audience",
            ),
            models.UniqueConstraint(fields=["document", "office"], name="one_row_an_office"),
            models.UniqueConstraint(fields=["document", "person"], name="one_row_a_person"),
            models.CheckConstraint(
                condition=Q(audience="office", office__isnull=False, person=None)
                | Q(audience="person", person__isnull=False, office=None)
                | (~Q(audience__in=["office", "person"]) & Q(office=None, person=None)),
                name="reader_names_what_it_means",
            ),
        ]

    def __str__(self) -> str:
        return str(self.office or self.person or self.get_audience_display())
