"""May this person do that to roadmaps, pairs, programmes and meetings?"""
