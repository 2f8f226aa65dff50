"""Addresses of the ground floor: only the page of components, for those who build pages."""

from django.urls import path

from jetekchi.core import views

app_name = "core"

urlpatterns = [
    path("components/", views.components, name="components"),
]
