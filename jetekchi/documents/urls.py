"""Addresses of papers, signatures and directives."""

from django.urls import path

from jetekchi.documents.views import (
    acquaintance,
    approvals,
    directives,
    importing,
    library,
    prints,
    protocols,
    schedules,
    seals,
    signatures,
    verification,
)

app_name = "documents"
urlpatterns = [
    path("documents/", library.documents, name="documents"),
    path("documents/import/", importing.upload, name="import"),
    path("documents/import/confirmation/", importing.confirmation, name="import_confirmation"),
    path("documents/<int:pk>/", library.document, name="document"),
    path("documents/<int:pk>/readers/", acquaintance.readers, name="readers"),
    path("documents/editions/<int:pk>/", library.version, name="version"),
    path("documents/editions/<int:pk>/difference/", library.difference, name="difference"),
    path("documents/editions/<int:pk>/source/", library.source, name="source"),
    path("documents/editions/<int:pk>/text/", importing.text, name="text"),
    path("documents/editions/<int:pk>/withdrawal/", library.withdrawal, name="withdrawal"),
    path("documents/editions/<int:pk>/route/", approvals.route, name="route"),
    path("documents/editions/<int:pk>/route/setting/", approvals.route_setting, name="route_setting"),
    path("documents/editions/<int:pk>/route/submission/", approvals.submission, name="submission"),
    path("documents/editions/<int:pk>/route/<int:line_pk>/decision/", approvals.decision, name="decision"),
    path("documents/editions/<int:pk>/route/<int:line_pk>/vacancy/", approvals.vacancy, name="vacancy"),
    path(
        "documents/editions/<int:pk>/entry-into-force/", approvals.entry_into_force, name="entry_into_force"
    ),
    path("documents/editions/<int:pk>/change/", acquaintance.change, name="change"),
    path("documents/editions/<int:pk>/acquaintance/", acquaintance.acquaintance, name="acquaintance"),
    path("documents/editions/<int:pk>/acquaintance/sheet/", acquaintance.sheet, name="sheet"),
    path("documents/editions/<int:pk>/print/<str:key>/", prints.paper, name="paper"),
    path("signatures/agreement/", signatures.agreement, name="agreement"),
    path("signatures/<int:pk>/", signatures.signature, name="signature"),
    path("signatures/<int:pk>/content/", signatures.content, name="signed_content"),
    path("papers/sealed/<int:pk>/", seals.sealed, name="sealed"),
    path("papers/sealed/<int:pk>/file/", seals.sealed_file, name="sealed_file"),
    path("papers/sealed/<int:pk>/signature/", seals.outside_signature, name="outside_signature"),
    path("papers/signatures/<int:pk>/", seals.outside_file, name="outside_file"),
    path("papers/scans/new/", seals.scan_new, name="scan_new"),
    path("papers/scans/<int:pk>/", seals.scan_file, name="scan_file"),
    path(
        "papers/protocols/<slug:kind>/<int:pk>/signature/",
        protocols.protocol_signature,
        name="protocol_signature",
    ),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.verify, name="verified"),
    path("schedules/versions/<int:pk>/signature/", schedules.signature, name="schedule_signature"),
    path("schedules/versions/<int:pk>/decision/", schedules.decision, name="schedule_decision"),
    path("schedules/versions/<int:pk>/paper.<slug:kind>", schedules.paper, name="schedule_paper"),
    path("directives/", directives.directives, name="directives"),
    path("directives/new/", directives.new, name="new_directive"),
    path("directives/<int:pk>/", directives.directive, name="directive"),
    path(
        "directives/<int:pk>/acknowledgement/", directives.acknowledgement, name="directive_acknowledgement"
    ),
    path("directives/<int:pk>/completion/", directives.completion, name="directive_completion"),
    path("directives/<int:pk>/reason/", directives.reason, name="directive_reason"),
    path("directives/<int:pk>/answer/", directives.answer, name="directive_answer"),
    path("directives/<int:pk>/withdrawal/", directives.withdrawal, name="directive_withdrawal"),
    path("directives/<int:pk>/evidence/", directives.evidence, name="directive_evidence"),
]
