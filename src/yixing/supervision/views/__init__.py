"""Pages of 督办: the 任务台账, one task, 责任分解, the unit's pages, and pages that do one thing to many."""
