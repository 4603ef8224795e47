"""From the rows of a table to verdicts: who is known, what is wrong, what will be written."""
