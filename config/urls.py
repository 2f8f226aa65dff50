"""The addresses of the house: one line an app; the apps own what is below."""

from django.urls import URLPattern, URLResolver, include, path

from jetekchi.organisation.urls import doors

handler400 = "jetekchi.core.views.bad_request"
handler500 = "jetekchi.core.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include(doors)),
    path("", include("jetekchi.core.urls")),
    path("", include("jetekchi.organisation.urls")),
    path("", include("jetekchi.documents.urls")),
    path("", include("jetekchi.worklog.urls")),
    path("", include("jetekchi.journal.urls")),
    path("", include("jetekchi.plan.urls")),
    path("", include("jetekchi.reports.urls")),
    path("", include("jetekchi.compliance.urls")),
    path("", include("jetekchi.workplace.urls")),
]
