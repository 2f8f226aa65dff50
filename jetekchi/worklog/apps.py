from django.apps import AppConfig


class WorklogConfig(AppConfig):
    name = "jetekchi.worklog"
    label = "worklog"
