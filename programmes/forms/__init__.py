"""What is asked about roadmaps, pairs, programmes and meetings."""
