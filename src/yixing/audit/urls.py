"""Addresses of the book and the logs."""

from django.urls import path

from yixing.audit import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<int:seq>/", views.entry, name="entry"),
    path("ledger/<int:seq>/proof/", views.proof, name="proof"),
    path("ledger/checkpoints/", views.checkpoints, name="checkpoints"),
    path("ledger/checkpoints/<int:pk>/extension/", views.extension, name="extension"),
    path("ledger/checkpoints/sign/", views.sign, name="sign"),
    path("ledger/export/", views.export, name="export"),
    path("ledger/erase/", views.erase, name="erase"),
    path("log/", views.log, name="log"),
    path("log/actions/", views.actions_log, name="actions_log"),
]
