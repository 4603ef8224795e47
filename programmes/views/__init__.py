"""Pages of roadmaps, pairs, programmes and meetings."""
