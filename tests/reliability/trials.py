"""All trials by name, with the count of each push and of the long setting."""

from __future__ import annotations

from tests.reliability.crowd import crowd
from tests.reliability.fuzz.fuzzing import fuzz
from tests.reliability.hostile.trial import hostile
from tests.reliability.killing import kill
from tests.reliability.migrating import migrate
from tests.reliability.power import cut
from tests.reliability.rotting import rot
from tests.reliability.screen.gone import gone
from tests.reliability.screen.killing import screen
from tests.reliability.screen.refused import refused
from tests.reliability.sharing import share_folder
from tests.reliability.stopping import stop
from tests.reliability.trial import Trial

TRIALS: dict[str, Trial] = {
    "fuzz": Trial(fuzz, 20_000, 5_000_000),
    "hostile": Trial(hostile, 5, 18),
    "screen": Trial(screen, 20, 1_000),
    "sync": Trial(share_folder, 300, 10_000),
    "gone": Trial(gone, 9, 180),
    "refused": Trial(refused, 10, 40),
    "rot": Trial(rot, 150, 10_000),
    "power": Trial(cut, 4_000, 200_000),
    "stopped": Trial(stop, 40, 2_000),
    "kill": Trial(kill, 500, 20_000),
    "crowd": Trial(crowd, 5, 300, alone=True),
    "migrate": Trial(migrate, 150, 5_000),
}
"""Those that take longest on a push come first, so that two workers end together."""
