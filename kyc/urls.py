"""Every address of the desk."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from kyc.health import healthz

handler400 = "kyc.web.errors.bad_request"
handler500 = "kyc.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("kyc.web.urls")),
    path("", include("kyc.accounts.urls")),
    path("", include("kyc.intake.urls")),
    path("", include("kyc.review.urls")),
    path("", include("kyc.reports.urls")),
]
