"""The least a Django page with session and login can be: the yardstick of the list."""
