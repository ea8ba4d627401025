"""The interface kit: base templates, component tags, widgets, static files; no models, no business."""
