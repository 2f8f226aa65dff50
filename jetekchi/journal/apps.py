from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "jetekchi.journal"
    label = "journal"

    def ready(self) -> None:
        """The journal's lists may be imported beside the lists of people."""
        from jetekchi.journal.services.importing import register_kinds

        register_kinds()
