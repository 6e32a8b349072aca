"""How many keys a trained user presses for a claim: planned on the real command layer, then pressed for real."""
