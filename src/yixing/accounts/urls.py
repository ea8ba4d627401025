"""Addresses of login and password, of accounts, roles and delegations."""

from django.urls import path

from yixing.accounts import admin_views as admin
from yixing.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login_page, name="login"),
    path("logout/", views.logout_page, name="logout"),
    path("password/", views.password_page, name="password"),
    path("users/", admin.users, name="users"),
    path("users/jobs/", admin.jobs, name="jobs"),
    path("users/create/", admin.create, name="create"),
    path("users/<int:pk>/", admin.user, name="user"),
    path("users/<int:pk>/close/", admin.close, name="close"),
    path("users/<int:pk>/reset/", admin.reset, name="reset"),
    path("users/<int:pk>/unlock/", admin.unlock, name="unlock"),
    path("users/handover/", admin.handover, name="handover"),
    path("roles/", admin.roles, name="roles"),
    path("roles/grant/", admin.grant, name="grant_new"),
    path("roles/<int:pk>/revoke/", admin.revoke, name="revoke"),
    path("roles/limits/", admin.limits, name="limits"),
    path("roles/limits/<slug:limit>/", admin.limit_set, name="limit_set"),
    path("roles/delegations/", admin.delegation_list, name="delegations"),
    path("roles/delegations/set/", admin.delegation_set, name="delegation_set"),
    path("roles/delegations/<int:pk>/end/", admin.delegation_end, name="delegation_end"),
]
