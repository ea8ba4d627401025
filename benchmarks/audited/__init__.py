"""Creating a task in plain Django with django-auditlog: the yardstick of a change that leaves a trace."""
