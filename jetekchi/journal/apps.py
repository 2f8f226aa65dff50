from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "jetekchi.journal"
    label = "journal"

    def ready(self) -> None:
        """Its lists are imported beside those of people, its protocols signed and sealed; it tells of marked days."""
        from jetekchi.journal.selectors import marked_day, signed_inspections
        from jetekchi.journal.services import ordinary_day
        from jetekchi.journal.services.importing import register_kinds

        register_kinds()
        signed_inspections.register()
        marked_day.register()
        ordinary_day.register()
