"""The addresses of the house: one line an app; the apps own what is below."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from jetekchi.organisation.urls import doors

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include(doors)),
    path("", include("jetekchi.core.urls")),
    path("", include("jetekchi.organisation.urls")),
]
for app in ("documents", "worklog", "journal", "reports", "compliance", "workplace"):
    if (
        f"jetekchi.{app}" in settings.INSTALLED_APPS
        and (settings.BASE_DIR / "jetekchi" / app / "urls.py").is_file()
    ):
        urlpatterns.append(path("", include(f"jetekchi.{app}.urls")))
