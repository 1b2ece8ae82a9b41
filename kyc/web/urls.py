"""Addresses of the page plumbing."""

from __future__ import annotations

from django.urls import path

from kyc.web import views

urlpatterns = [
    path("theme", views.choose_theme, name="theme"),
    path("favicon.ico", views.favicon, name="favicon"),
]
