"""Invented institutions with invented people, played through the real actions."""
