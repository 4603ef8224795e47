"""What changes who is who."""
