from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kyc.intake"
    label = "intake"
