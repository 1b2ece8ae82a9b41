"""Users and their roles."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    REVIEWER = "reviewer", _("Reviewer")
    SENIOR_REVIEWER = "senior_reviewer", _("Senior reviewer")
    LEAD = "lead", _("Lead")
    MANAGER = "manager", _("Manager")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class User(AbstractUser):
    """A person of the desk. Exactly one role; what it may do is the table in ``kyc.accounts.rights``."""

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.REVIEWER)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"


class ClientState(models.TextChoices):
    """What an account's standing is with whoever runs the desk; vendors call the second one "in arrears"."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


class ApiService(models.TextChoices):
    """What an API client may have opened: an action of a vendor's API."""

    ID_CARD = "IDCardOCR", _("Tencent Cloud: identity card")
    DRIVER_LICENCE = "DriverLicenseOCR", _("Tencent Cloud: driving licence")
    KOREAN_LICENCE = "RecognizeKoreanDrivingLicenseOCR", _("Tencent Cloud: Korean driving licence")
    VEHICLE_LICENCE = "VehicleLicenseOCR", _("Tencent Cloud: vehicle licence")
    LEGACY_LICENCE = "drivinglicence", _("Tencent, older: driving and vehicle licence")
    HUAWEI_LICENCE = "driver-license", _("Huawei Cloud: driving licence")
    HUAWEI_ID_CARD = "id-card", _("Huawei Cloud: identity card")
    HUAWEI_VEHICLE_LICENCE = "vehicle-license", _("Huawei Cloud: vehicle licence")


def every_service() -> list[str]:
    return list(ApiService.values)


class ApiClient(models.Model):
    """A system that calls the desk as it would call a vendor. One pair of id and key serves every scheme.

    Made and changed by ``kyc.accounts.clients`` only. Keys are sealed with ``key_id``'s key and shown once; after a
    rotation the former key is taken until ``previous_until``.
    """

    name = models.CharField(_("client name"), max_length=80, unique=True)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    state = models.CharField(_("standing"), max_length=10, choices=ClientState, default=ClientState.ACTIVE)
    #: Calls that are left; none counts nothing.
    quota = models.PositiveIntegerField(_("calls left"), null=True, blank=True)
    services = models.JSONField(_("opened services"), default=every_service)
    opens_cases = models.BooleanField(_("open a case from each call"), default=False)
    app_id = models.CharField(_("app id"), max_length=10, unique=True)
    buckets = models.JSONField(_("buckets"), default=list)
    secret_id = models.CharField(_("secret id"), max_length=36, unique=True)
    key_id = models.UUIDField(default=uuid.uuid4, editable=False)
    secret_sealed = models.BinaryField()
    previous_sealed = models.BinaryField(null=True)
    previous_until = models.DateTimeField(null=True)
    project_id = models.CharField(_("project id"), max_length=32, unique=True)
    iam_domain = models.CharField(_("account name"), max_length=64)
    iam_user = models.CharField(_("user name"), max_length=64)
    #: A keyed digest; with another one, tokens that were given end.
    iam_password = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    rotated_at = models.DateTimeField(_("key changed"), null=True)

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["iam_domain", "iam_user"], name="iam_user_once_a_domain"),)

    def __str__(self) -> str:
        return self.name
