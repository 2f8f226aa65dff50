"""`jetekchi import timetable FILE`."""

from jetekchi.organisation.services.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Take in a timetable from csv or xlsx; nothing is written when a row is refused."
    kind_key = "timetable"
