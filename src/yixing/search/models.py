"""What search knows of each thing: one row a thing; the index itself is FTS5 or tsvector, made by a migration."""

from django.db import models


class SearchRow(models.Model):
    """Title and text of one thing, by its reference; who may see it is asked of the thing itself."""

    reference = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, db_index=True)
    pk_of_thing = models.BigIntegerField()
    title = models.CharField(max_length=400)
    number = models.CharField(max_length=80, blank=True)
    number_key = models.CharField(max_length=80, blank=True, db_index=True)
    """The number without punctuation, so that 2023-36-03, 2023〔36〕03 and 20233603 are found alike."""
    on = models.DateField(null=True)
    text = models.TextField()

    class Meta:
        indexes = (models.Index(fields=("kind", "pk_of_thing")),)

    def __str__(self) -> str:
        return self.title
