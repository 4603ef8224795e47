"""Tables that schools keep: reading untrusted files safely, knowing the federal columns, writing back."""
