"""测算建议方案: the best division of work computed as a suggestion, in the background; people decide."""
