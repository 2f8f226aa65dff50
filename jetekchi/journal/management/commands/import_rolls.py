"""`jetekchi import rolls FILE`."""

from jetekchi.organisation.services.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Take in rolls from csv or xlsx; nothing is written when a row is refused."
    kind_key = "rolls"
