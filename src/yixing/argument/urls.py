"""Addresses of 论证咨询; the page of a thing is named by its kind, so that links to it can be made anywhere."""

from django.urls import path

from yixing.argument import consult_views, expert_views, public_views, research_views

app_name = "argument"
urlpatterns = [
    path("experts/", expert_views.experts, name="experts"),
    path("experts/new/", expert_views.new, name="expert-new"),
    path("experts/import/", expert_views.import_, name="expert-import"),
    path("experts/<int:pk>/", expert_views.expert, name="expert"),
    path("experts/<int:pk>/edit/", expert_views.edit, name="expert-edit"),
    path("consultations/", consult_views.consultations, name="consultations"),
    path("consultations/new/<int:pk>/", consult_views.new, name="consultation-new"),
    path("consultations/<int:pk>/", consult_views.consultation, name="consultation"),
    path("consultations/<int:pk>/advice/", consult_views.advice, name="consultation-advice"),
    path("consultations/<int:pk>/conclude/", consult_views.conclude, name="consultation-conclude"),
    path("consultations/<int:pk>/adoption.<slug:suffix>", consult_views.adoption, name="consultation-adoption-file"),
    path("consultations/<int:pk>/letter.<slug:suffix>", consult_views.letter, name="consultation-letter-file"),
    path("research/", research_views.researches, name="researches"),
    path("research/new/", research_views.new, name="research-new"),
    path("research/cite/<int:pk>/", research_views.cite, name="research-cite"),
    path("research/<int:pk>/", research_views.research, name="research"),
    path("research/<int:pk>/edit/", research_views.edit, name="research-edit"),
    path("notices/", public_views.notices, name="public_notices"),
    path("notices/new/<int:pk>/", public_views.notice_new, name="public_notice-new"),
    path("notices/<int:pk>/", public_views.notice, name="public_notice"),
    path("notices/<int:pk>/close/", public_views.notice_close, name="public_notice-close"),
    path("hearings/", public_views.hearings, name="hearings"),
    path("hearings/new/<int:pk>/", public_views.hearing_new, name="hearing-new"),
    path("hearings/<int:pk>/", public_views.hearing, name="hearing"),
    path("hearings/<int:pk>/hold/", public_views.hearing_hold_, name="hearing-hold"),
]
