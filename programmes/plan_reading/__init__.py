"""Somebody's plan: read safely, understood, put right by the curator, composed anew (R-306…R-317)."""
