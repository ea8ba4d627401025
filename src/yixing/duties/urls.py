"""Addresses of 常委履责; the page of a thing is named by its kind, so that links to it can be made anywhere."""

from django.urls import path

from yixing.duties import inquiry_views, recommendation_views, register_views, report_views, talk_views, year_views

app_name = "duties"
urlpatterns = [
    path("", register_views.duties, name="duties"),
    path("new/", register_views.new, name="duty-new"),
    path("<int:pk>/", register_views.duty, name="duty"),
    path("<int:pk>/edit/", register_views.edit, name="duty-edit"),
    path("<int:pk>/assign/", register_views.assign, name="duty-assign"),
    path("inquiries/", inquiry_views.inquiries, name="inquiries"),
    path("inquiries/new/", inquiry_views.new, name="inquiry-new"),
    path("inquiries/<int:pk>/", inquiry_views.inquiry, name="inquiry"),
    path("inquiries/<int:pk>/draft/", inquiry_views.draft, name="inquiry-draft"),
    path("inquiries/<int:pk>/sign/", inquiry_views.sign, name="inquiry-sign"),
    path("inquiries/<int:pk>/judge/", inquiry_views.judge, name="inquiry-judge"),
    path("recommendations/", recommendation_views.recommendations, name="recommendations"),
    path("recommendations/new/", recommendation_views.new, name="recommendation-new"),
    path("recommendations/<int:pk>/", recommendation_views.recommendation, name="recommendation"),
    path("recommendations/<int:pk>/settle/", recommendation_views.settle, name="recommendation-settle"),
    path("reports/", report_views.reports, name="duty_reports"),
    path("reports/new/", report_views.new, name="duty_report-new"),
    path("reports/<int:pk>/", report_views.duty_report, name="duty_report"),
    path("reports/<int:pk>/edit/", report_views.edit, name="duty_report-edit"),
    path("reports/<int:pk>/hear/", report_views.hear, name="duty_report-hear"),
    path("reports/<int:pk>/report.<slug:suffix>", report_views.file, name="duty_report-file"),
    path("talks/", talk_views.talks, name="talks"),
    path("talks/pairs/", talk_views.pairs, name="pairs"),
    path("talks/heads/", talk_views.heads, name="heads"),
    path("talks/life/", talk_views.life, name="life"),
    path("talks/<int:pk>/", talk_views.talk_sheet, name="talk_sheet"),
    path("year/", year_views.year, name="year"),
    path("year/new/", year_views.review, name="year_review-new"),
    path("year/<int:pk>/", year_views.made, name="year_review"),
]
