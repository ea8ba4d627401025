"""What a sceptic could ask us to recompute: pure Python, never imports Django."""
