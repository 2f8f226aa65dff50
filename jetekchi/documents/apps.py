from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "jetekchi.documents"
    label = "documents"

    def ready(self) -> None:
        """The page of a work schedule, one storey below, leads to where it is signed; sealed papers are made known."""
        from jetekchi.documents.selectors import schedules, sealed_kinds

        schedules.register()
        sealed_kinds.register()
