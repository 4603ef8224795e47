"""Everything that changes surveys, reports, reminders and summaries."""
