"""`jetekchi import lessons FILE`."""

from jetekchi.organisation.services.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Take in lessons from csv or xlsx; nothing is written when a row is refused."
    kind_key = "lessons"
