from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "jetekchi.documents"
    label = "documents"
