"""Sessions in the database as Django keeps them, looked up in plain SQL: it is the first question of every page."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

_SQL = "SELECT session_key, session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"
_EXPIRES = Session._meta.get_field("expire_date")


class SessionStore(db.SessionStore):
    """Django's store; only the way to a running session is shorter."""

    def _get_session_from_db(self) -> Session | None:
        now = _EXPIRES.get_db_prep_value(timezone.now(), connection)
        found = next(iter(Session.objects.raw(_SQL, [self.session_key, now])), None)
        if found is None:
            self._session_key = None
        return found
