"""Pages about cycles, people, their cards and papers."""
