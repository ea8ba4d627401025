"""Settings of the audited project."""

from benchmarks.plain import settings

globals().update(
    settings("audited", apps=("auditlog", "benchmarks.audited"), middleware=("auditlog.middleware.AuditlogMiddleware",))
)
