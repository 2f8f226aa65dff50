from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "jetekchi.workplace"
    label = "workplace"

    def ready(self) -> None:
        """Pages of students and classes, and the audit, lead onward to the storeys above them."""
        from jetekchi.workplace.selectors import closing, onward, records

        onward.register()
        closing.register()
        records.register()
