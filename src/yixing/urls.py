"""Every address of the product. Each app has its own file; the prefixes stand in the order of the loop."""

from django.urls import include, path

handler400 = "yixing.door.faults.bad_request"
handler403 = "yixing.door.faults.forbidden"
handler404 = "yixing.door.faults.not_found"
handler500 = "yixing.door.faults.server_error"

urlpatterns = [
    path("", include("yixing.workbench.urls")),
    path("", include("yixing.accounts.urls")),
    path("matters/", include("yixing.matters.urls")),
    path("argument/", include("yixing.argument.urls")),
    path("meetings/", include("yixing.meetings.urls")),
    path("polls/", include("yixing.ballots.urls")),
    path("decisions/", include("yixing.decisions.urls")),
    path("briefings/", include("yixing.briefings.urls")),
    path("tasks/", include("yixing.supervision.urls")),
    path("dossiers/", include("yixing.dossiers.urls")),
    path("portfolios/proposals/", include("yixing.proposals.urls")),
    path("portfolios/together/", include("yixing.coordination.urls")),
    path("portfolios/handovers/", include("yixing.handover.urls")),
    path("portfolios/", include("yixing.portfolios.urls")),
    path("duties/", include("yixing.duties.urls")),
    path("papers/", include("yixing.papers.urls")),
    path("reports/", include("yixing.reports.urls")),
    path("rules/", include("yixing.rulebook.urls")),
    path("recheck/", include("yixing.recheck.urls")),
    path("people/", include("yixing.people.urls")),
    path("files/", include("yixing.files.urls")),
    path("search/", include("yixing.lookup.urls")),
    path("", include("yixing.audit.urls")),
]
