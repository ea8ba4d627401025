"""Addresses of login and password."""

from django.urls import path

from yixing.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login_page, name="login"),
    path("logout/", views.logout_page, name="logout"),
    path("password/", views.password_page, name="password"),
]
