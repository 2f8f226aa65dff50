from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "jetekchi.compliance"
    label = "compliance"
