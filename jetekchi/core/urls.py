"""Addresses of the ground floor: only the page of components, for those who build pages."""

from django.urls import path

from jetekchi.core import probes, views

app_name = "core"

urlpatterns = [
    path("healthz", probes.health, name="health"),
    path("bench/calibration/", probes.calibration, name="calibration"),
    path("components/", views.components, name="components"),
]
