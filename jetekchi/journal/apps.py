from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "jetekchi.journal"
    label = "journal"

    def ready(self) -> None:
        """The journal's lists may be imported beside the lists of people; its protocols are signed and sealed."""
        from jetekchi.journal.selectors import signed_inspections
        from jetekchi.journal.services.importing import register_kinds

        register_kinds()
        signed_inspections.register()
