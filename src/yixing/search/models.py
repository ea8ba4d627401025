"""What search knows of each thing: one row a thing; the index itself is FTS5 or tsvector (``engines``)."""

from django.db import models

TITLE, NUMBER, REFERENCE = 300, 60, 60


class SearchRow(models.Model):
    """Title and text of one thing, by its reference; who may see it is asked of the thing itself."""

    reference = models.CharField(max_length=REFERENCE, unique=True)
    kind = models.CharField(max_length=20)
    pk_of_thing = models.BigIntegerField()
    page = models.CharField(max_length=REFERENCE)
    """Whose page a result opens: the thing's own reference, or that of what it belongs to."""
    title = models.CharField(max_length=TITLE)
    number = models.CharField(max_length=NUMBER, blank=True)
    on = models.DateField(null=True)
    text = models.TextField()

    class Meta:
        # No index on the kind: rows are found by the index of tokens, and one on kinds leads a database astray.
        ordering = ("id",)
