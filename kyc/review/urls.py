"""Addresses of the work: the list, the case, its pictures, the decision."""

from __future__ import annotations

from django.urls import path

from kyc.review import picture_views, second_opinion_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("cases", views.case_list, name="case_list"),
    path("cases/search", views.case_search, name="case_search"),
    path("cases/next", views.next_case, name="next_case"),
    path("cases/none-left", views.queue_empty, name="queue_empty"),
    path("cases/<uuid:case_id>", views.case, name="case"),
    path("cases/<uuid:case_id>/decide", views.decide, name="decide"),
    path("cases/<uuid:case_id>/release", views.release, name="release"),
    path("cases/<uuid:case_id>/warnings/<int:finding_id>", views.answer, name="answer_warning"),
    path("cases/<uuid:case_id>/second-opinions", second_opinion_views.second_opinions, name="second_opinions"),
    path(
        "cases/<uuid:case_id>/second-opinions/<uuid:inspection_id>",
        second_opinion_views.second_opinion,
        name="second_opinion",
    ),
    path("cases/<uuid:case_id>/images/<uuid:capture_id>", picture_views.case_image, name="case_image"),
    path("cases/<uuid:case_id>/crops/<int:crop_id>", picture_views.case_crop, name="case_crop"),
    path("cases/<uuid:case_id>/evidence/<int:evidence_id>", picture_views.case_evidence, name="case_evidence"),
]
