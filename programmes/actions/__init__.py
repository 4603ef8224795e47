"""What changes roadmaps, pairs, programmes and meetings."""
