"""What is asked about cycles, people, their cards and papers."""
