"""Real files, mutated, and all that reads them: no traceback, a reason for each refusal, nothing half-imported."""
