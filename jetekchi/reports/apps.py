from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "jetekchi.reports"
    label = "reports"
