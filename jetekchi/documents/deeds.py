"""What the deeds of this app are called in the audit."""

from django.utils.translation import gettext_lazy as _

from jetekchi.core import deeds

deeds.register(
    {
        "documents:acquaintance:refused": _("An acquaintance was refused"),
        "documents:acquaintance:signed": _("Somebody signed to have read a document"),
        "documents:agreement:provided": _("The agreement on electronic signatures was laid out"),
        "documents:agreement:refused": _("Accepting the agreement was refused"),
        "documents:approval:decided": _("An office decided on a document"),
        "documents:approval:refused": _("A decision on a document was refused"),
        "documents:approval:vacant_skipped": _("A vacant office was passed over"),
        "documents:change:refused": _("Registering a change was refused"),
        "documents:change:registered": _("A change was put into the register"),
        "documents:directive:acknowledged": _("A directive was taken note of"),
        "documents:directive:done": _("A directive was reported as done"),
        "documents:directive:issued": _("A directive was issued"),
        "documents:directive:reason_accepted": _("The reason for not doing a directive was accepted"),
        "documents:directive:reason_given": _("A reason for not doing a directive was given"),
        "documents:directive:reason_refused": _("The reason for not doing a directive was refused"),
        "documents:directive:refused": _("A deed on a directive was refused"),
        "documents:directive:withdrawn": _("A directive was withdrawn"),
        "documents:document:added": _("A document was added"),
        "documents:force:refused": _("Bringing a document into force was refused"),
        "documents:list:exported": _("A list of documents was exported"),
        "documents:paper:refused": _("A personal signature under a paper was refused"),
        "documents:paper:scanned": _("A paper signed by hand was scanned back"),
        "documents:paper:sealed": _("A paper was sealed"),
        "documents:paper:signed_outside": _("A personal signature was put under a paper"),
        "documents:readers:refused": _("Setting the readers was refused"),
        "documents:readers:set": _("The readers of a document were set"),
        "documents:route:refused": _("Setting the route was refused"),
        "documents:route:set": _("The route of approval was set"),
        "documents:scan:refused": _("A scan of a paper was refused"),
        "documents:schedule:refused": _("Signing a work schedule was refused"),
        "documents:seal_key:replaced": _("The key of the seal was replaced"),
        "documents:protocol:refused": _("Signing a protocol was refused"),
        "documents:signature:made": _("Something was signed"),
        "documents:submission:refused": _("Sending a document for approval was refused"),
        "documents:text:refused": _("Replacing a text was refused"),
        "documents:version:agreed": _("An edition was agreed by all offices"),
        "documents:version:imported": _("An edition was imported"),
        "documents:version:in_force": _("An edition came into force"),
        "documents:version:submitted": _("An edition was sent for approval"),
        "documents:version:superseded": _("An edition was replaced by a newer one"),
        "documents:version:text_replaced": _("The text of a draft was replaced"),
        "documents:version:withdrawn": _("An edition was withdrawn"),
    }
)
