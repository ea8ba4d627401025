"""Addresses of 责任分解 and 督办事项."""

from django.urls import path

from yixing.supervision.views import breakdowns, listing, many, notices, task, unit

app_name = "supervision"
urlpatterns = [
    path("", listing.tasks, name="tasks"),
    path("print/", listing.printed, name="printed"),
    path("views/", listing.save_view, name="save_view"),
    path("unit/", unit.cards, name="unit"),
    path("sign/", many.sign, name="sign"),
    path("remind/", many.remind, name="remind_many"),
    path("remind/text/", many.remind_text, name="remind_text"),
    path("approve/", many.approve, name="approve"),
    path("breakdowns/", breakdowns.breakdowns, name="breakdowns"),
    path("breakdowns/pending/", breakdowns.pending, name="pending"),
    path("breakdowns/new/", breakdowns.new, name="new"),
    path("breakdowns/<int:pk>/", breakdowns.breakdown, name="breakdown"),
    path("breakdowns/<int:pk>/edit/", breakdowns.edit, name="edit"),
    path("breakdowns/<int:pk>/send-back/", breakdowns.send_back, name="send_back"),
    path("notices/", notices.register, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/sign/", notices.sign, name="notice_sign"),
    path("notices/<int:pk>/receive/", notices.receive, name="notice_receive"),
    path("notices/<int:pk>/answer/", notices.answer, name="notice_answer"),
    path("<int:pk>/notice/", notices.draft, name="notice_new"),
    path("reports/<int:pk>/", unit.endorse, name="report"),
    path("<int:pk>/", task.task, name="task"),
    path("<int:pk>/sheet/", task.sheet, name="sheet"),
    path("<int:pk>/sheet.<slug:suffix>", task.sheet_file, name="sheet_file"),
    path("<int:pk>/accept/", unit.accept, name="accept"),
    path("<int:pk>/object/", unit.object_, name="object"),
    path("<int:pk>/report/", unit.report, name="report_new"),
    path("<int:pk>/reassign/", task.reassign, name="reassign"),
    path("<int:pk>/extend/", task.extend, name="extend"),
    path("<int:pk>/remind/", task.remind, name="remind"),
    path("<int:pk>/verify/", task.verify, name="verify"),
    path("<int:pk>/consent/", task.consent, name="consent"),
    path("<int:pk>/close/", task.close, name="close"),
    path("<int:pk>/keep/", task.keep, name="keep"),
    path("<int:pk>/merge/", task.merge, name="merge"),
    path("<int:pk>/stop/", task.stop, name="stop"),
    path("<int:pk>/reopen/", task.reopen, name="reopen"),
]
