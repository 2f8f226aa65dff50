from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "jetekchi.workplace"
    label = "workplace"
