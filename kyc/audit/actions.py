"""Every kind of event the trail knows. An action is registered here before anything can record it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    CASE_RECEIVED = "case.received", _("Case received")
    CASE_VIEWED = "case.viewed", _("Case opened")
    CASE_CLAIMED = "case.claimed", _("Case claimed")
    CASE_RELEASED = "case.released", _("Case released")
    WARNING_ANSWERED = "warning.answered", _("Warning answered")
    CASE_DECIDED = "case.decided", _("Case decided")
    PICTURES_REPLACED = "pictures.replaced", _("Pictures replaced")
    IMAGE_VIEWED = "image.viewed", _("Image shown")
    INSPECTION_REQUESTED = "inspection.requested", _("Inspection requested")
    INSPECTION_FINISHED = "inspection.finished", _("Inspection finished")
    INSPECTION_FAILED = "inspection.failed", _("Inspection failed")
    SECOND_OPINION_REQUESTED = "second_opinion.requested", _("Second opinion asked for")
    SECOND_OPINION_FINISHED = "second_opinion.finished", _("Second opinion given")
    SECOND_OPINION_FAILED = "second_opinion.failed", _("Second opinion failed")
    SECOND_OPINION_VIEWED = "second_opinion.viewed", _("Second opinion opened")
    TRAIL_VIEWED = "trail.viewed", _("Trail opened")
    TRAIL_VERIFIED = "trail.verified", _("Trail verified")
    DECISIONS_EXPORTED = "decisions.exported", _("Decisions exported")
    ANSWERS_EXPORTED = "answers.exported", _("Answers to warnings exported")
    LOGIN_SUCCEEDED = "login.succeeded", _("Signed in")
    LOGIN_FAILED = "login.failed", _("Sign-in failed")
    LOGOUT = "logout", _("Signed out")
    ACCOUNT_CREATED = "account.created", _("Account created")
    ACCOUNT_CHANGED = "account.changed", _("Account changed")
    ROLE_CHANGED = "role.changed", _("Role changed")
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed", _("Password changed")
    API_CLIENT_CREATED = "api_client.created", _("API client created")
    API_CLIENT_CHANGED = "api_client.changed", _("API client changed")
    API_CLIENT_ROTATED = "api_client.rotated", _("API client given a new key")
    CLOUD_ACCOUNT_CREATED = "cloud_account.created", _("Cloud account created")
    CLOUD_ACCOUNT_CHANGED = "cloud_account.changed", _("Cloud account changed")
    CLOUD_ACCOUNT_ROTATED = "cloud_account.rotated", _("Cloud account given new credentials")
    CLOUD_ACCOUNT_TESTED = "cloud_account.tested", _("Cloud account tested")
    ENGINE_ORDER_CHANGED = "engine_order.changed", _("Order of engines changed")
    POLICY_DRAFTED = "policy.drafted", _("Policy draft changed")
    POLICY_PUBLISHED = "policy.published", _("Policy published")
    DEMO_LOADED = "demo.loaded", _("Demo loaded")
