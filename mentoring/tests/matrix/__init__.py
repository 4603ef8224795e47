"""The rights matrix concerning people: every role's real request to every cell."""
