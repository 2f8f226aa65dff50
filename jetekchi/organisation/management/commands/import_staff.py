"""`jetekchi import staff FILE`."""

from jetekchi.organisation.services.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Take in a list of staff from csv or xlsx; nothing is written when a row is refused."
    kind_key = "staff"
