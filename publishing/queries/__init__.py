"""Questions about the public page."""
