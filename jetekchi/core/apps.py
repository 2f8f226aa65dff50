from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "jetekchi.core"
    label = "core"
