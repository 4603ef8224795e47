"""Questions about cycles, people, cards and consents."""
