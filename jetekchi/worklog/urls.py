"""Addresses of the record of work."""

from django.urls import path

from jetekchi.worklog.views import accidents, chronologies, kinds, reading, writing

app_name = "worklog"
urlpatterns = [
    path("work/", reading.entries, name="entries"),
    path("work/new/", writing.record, name="record"),
    path("work/silent/", chronologies.silent, name="silent"),
    path("work/students/<int:pk>/", chronologies.student, name="student_chronology"),
    path("work/classes/<int:pk>/", chronologies.class_group, name="class_chronology"),
    path("work/leaders/<int:pk>/", chronologies.leader, name="leader_chronology"),
    path("work/kinds/", kinds.kinds, name="kinds"),
    path("work/kinds/new/", kinds.kind_new, name="kind_new"),
    path("work/kinds/<int:pk>/", kinds.kind, name="kind"),
    path("work/<int:pk>/", reading.entry, name="entry"),
    path("work/<int:pk>/correct/", writing.correct, name="correct"),
    path("work/<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("work/<int:pk>/follow-up/", writing.finish, name="finish"),
    path("work/<int:pk>/files/<uuid:key>/", reading.file, name="file"),
    path("accidents/", accidents.accidents, name="accidents"),
    path("accidents/new/", accidents.accident_new, name="accident_new"),
    path("accidents/<int:pk>/", accidents.accident, name="accident"),
    path("accidents/<int:pk>/files/<uuid:key>/", accidents.accident_file, name="accident_file"),
    path("accidents/<int:pk>/clock/", accidents.accident_clock, name="accident_clock"),
    path("accidents/<int:pk>/confirm/", accidents.accident_confirm, name="accident_confirm"),
    path("accidents/<int:pk>/confirmation/", accidents.accident_confirmation, name="accident_confirmation"),
    path("accidents/<int:pk>/told/", accidents.accident_told, name="accident_told"),
    path("accidents/<int:pk>/notes/", accidents.accident_noted, name="accident_noted"),
]
