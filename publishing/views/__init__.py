"""Pages of the public site and of who keeps it."""
