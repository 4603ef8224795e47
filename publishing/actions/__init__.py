"""Everything that changes the public page."""
