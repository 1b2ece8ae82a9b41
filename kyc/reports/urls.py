"""Addresses for managers and auditors."""

from __future__ import annotations

from django.urls import path

from kyc.reports import views

urlpatterns = [
    path("reports", views.reports, name="reports"),
    path("reports/decisions.csv", views.decisions_csv, name="decisions_csv"),
    path("reports/detectors", views.detectors, name="detectors"),
    path("reports/detectors.csv", views.detectors_csv, name="detectors_csv"),
    path("trail", views.trail, name="trail"),
    path("trail/verify", views.verify_trail, name="verify_trail"),
    path("trail/cases/<str:number>", views.case_trail, name="case_trail"),
]
