"""Addresses of the way in."""

from __future__ import annotations

from django.urls import path

from kyc.intake import views

urlpatterns = [
    path("upload", views.upload, name="upload"),
    path("cases/<uuid:case_id>/progress", views.case_progress, name="case_progress"),
    path("cases/<uuid:case_id>/inspect-again", views.inspect_again, name="inspect_again"),
    path("cases/<uuid:case_id>/pictures", views.replace_pictures, name="replace_pictures"),
]
