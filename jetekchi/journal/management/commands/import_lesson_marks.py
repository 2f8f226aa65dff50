"""`jetekchi import lesson-marks FILE`."""

from jetekchi.organisation.services.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Take in marks of lessons from csv or xlsx; nothing is written when a row is refused."
    kind_key = "lesson-marks"
