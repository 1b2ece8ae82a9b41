from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kyc.reports"
    label = "reports"
