"""Addresses of the book and the logs."""

from django.urls import path

from yixing.audit import security_views, views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<int:seq>/", views.entry, name="entry"),
    path("ledger/<int:seq>/proof/", views.proof, name="proof"),
    path("ledger/checkpoints/", views.checkpoints, name="checkpoints"),
    path("ledger/checkpoints/<int:pk>/extension/", views.extension, name="extension"),
    path("ledger/checkpoints/sign/", views.sign, name="sign"),
    path("ledger/exports/", views.exports, name="exports"),
    path("ledger/exports/<int:pk>/", views.export_download, name="export_download"),
    path("ledger/export/", views.export, name="export"),
    path("ledger/key/", security_views.key, name="key"),
    path("ledger/erase/", security_views.erase, name="erase"),
    path("log/", views.log, name="log"),
    path("log/actions/", views.actions_log, name="actions_log"),
]
