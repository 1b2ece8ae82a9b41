"""Django's admin application with the desk's own site in it."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    default_site = "kyc.accounts.site.DeskAdminSite"
