"""What the papers of a meeting are printed from, built from its records."""
