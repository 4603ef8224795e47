"""Questions across roadmaps, pairs, programmes and meetings."""
