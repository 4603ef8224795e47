"""Questions about surveys, figures, reports and reminders."""
