from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kyc.web"
    label = "web"
