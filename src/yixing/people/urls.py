"""Addresses of organizations, people and bodies."""

from django.urls import path

from yixing.people import edit_views as edit
from yixing.people import views

app_name = "people"
urlpatterns = [
    path("", views.units, name="units"),
    path("persons/", views.persons, name="persons"),
    path("bodies/", views.bodies, name="bodies"),
    path("kinds/", views.kinds, name="kinds"),
    path("organizations/<int:pk>/", views.organization, name="organization"),
    path("posts/<int:pk>/", views.post, name="post"),
    path("persons/<int:pk>/", views.person, name="person"),
    path("bodies/<int:pk>/", views.body, name="body"),
    path("kinds/set/", edit.kind_set, name="kind_set"),
    path("organizations/add/", edit.organization_add, name="organization_add"),
    path("organizations/<int:pk>/edit/", edit.organization_edit, name="organization_edit"),
    path("organizations/<int:pk>/posts/add/", edit.post_add, name="post_add"),
    path("posts/<int:pk>/edit/", edit.post_edit, name="post_edit"),
    path("persons/add/", edit.person_add, name="person_add"),
    path("persons/<int:pk>/edit/", edit.person_edit, name="person_edit"),
    path("bodies/add/", edit.body_add, name="body_add"),
    path("bodies/<int:pk>/edit/", edit.body_edit, name="body_edit"),
    path("memberships/add/", edit.membership_add, name="membership_add"),
    path("memberships/<int:pk>/edit/", edit.membership_edit, name="membership_edit"),
    path("import/", edit.import_page, name="import"),
]
