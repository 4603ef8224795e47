"""Russian as people write it and as official paper wants it: names, cases, dates, numbers, typography."""
