"""The pace: keys for each claim that was completed since an article was opened."""

from __future__ import annotations

from annotator.core.claim import Claim
from annotator.core.edit import complete
from annotator.core.state import State


class Pace:
    """Counts keys and completed claims of one article."""

    def __init__(self, state: State) -> None:
        self.keys = 0
        self._before = self._now = complete(state)
        self._of: tuple[Claim, ...] = state.claims

    def keys_per_claim(self, state: State) -> float | None:
        """Keys a claim; None before the first is complete."""
        if self._of is not state.claims:
            self._of, self._now = state.claims, complete(state)
        made = self._now - self._before
        return self.keys / made if made > 0 else None
