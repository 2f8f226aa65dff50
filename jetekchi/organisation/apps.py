from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "jetekchi.organisation"
    label = "organisation"
