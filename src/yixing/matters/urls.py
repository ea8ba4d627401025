"""Addresses of 事项议题; the page of a thing is named by its kind, so that links to it can be made anywhere."""

from django.urls import path

from yixing.matters import downloads, emergency_views, plenary_views, signing_views, step_views, trial_views, views

app_name = "matters"
urlpatterns = [
    path("", views.matters, name="matters"),
    path("new/", views.new, name="new"),
    path("arrangement/", signing_views.arrangement_page, name="arrangement"),
    path("plenary/", plenary_views.plenary, name="plenary"),
    path("emergencies/", emergency_views.listing, name="emergencies"),
    path("emergencies/new/", emergency_views.report, name="emergency-report"),
    path("<int:pk>/emergency/again/", emergency_views.again, name="emergency-again"),
    path("<int:pk>/emergency/read/", emergency_views.read, name="emergency-read"),
    path("<int:pk>/", views.matter, name="matter"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/submit/", views.send, name="submit"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/sign/", signing_views.sign, name="sign"),
    path("<int:pk>/member/", signing_views.member, name="member"),
    path("<int:pk>/check/", signing_views.check, name="check"),
    path("<int:pk>/review/", signing_views.review, name="review"),
    path("<int:pk>/determine/", signing_views.determine, name="determine"),
    path("<int:pk>/procedure/", step_views.procedure, name="procedure"),
    path("<int:pk>/trial/", trial_views.trial_page, name="trial"),
    path("<int:pk>/steps/<slug:kind>/", step_views.step, name="step"),
    path("<int:pk>/opinions/", step_views.open_round, name="opinions"),
    path("<int:pk>/sheet.<slug:suffix>", downloads.sheet, name="sheet-file"),
    path("<int:pk>/procedure.<slug:suffix>", downloads.procedure, name="procedure-file"),
    path("arrangement.<slug:suffix>", downloads.arrangement_sheet, name="arrangement-file"),
    path("rounds/<int:pk>/adoption.<slug:suffix>", downloads.adoption, name="adoption-file"),
    path("rounds/<int:pk>/", step_views.round_, name="round"),
    path("rounds/<int:pk>/adopt/", step_views.adopt, name="adopt"),
    path("replies/<int:pk>/", step_views.reply, name="reply"),
]
