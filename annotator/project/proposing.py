"""Who proposes in a project: the rules with their lexicon, the layers of models, plug-ins; and where nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from annotator.core.errors import FaultsError, UsageError
from annotator.project.project import LEXICON, read_text

if TYPE_CHECKING:
    from annotator.config.project import ProjectConfig
    from annotator.core.article import Article
    from annotator.core.proposal.guide import Source
    from annotator.core.proposal.proposal import Proposer
    from annotator.core.scheme import Scheme
    from annotator.store import Store

RULES, MODELS = "rules", "models"
PLUG_INS = "annotator.proposers"
"""The entry-point group of plug-ins: each entry is called without arguments and gives a Proposer."""
OFF, HELD_OUT = "off", "held_out"


class Holder(Protocol):
    """What is needed of an open project."""

    config: ProjectConfig
    scheme: Scheme
    store: Store

    @property
    def folder(self) -> Path:
        """The folder with annotator.toml."""


def held_out(project: str, share: float, article: str) -> bool:
    """Whether an article is one of the share that is shown without proposals.

    The choice is salted with the project's id and depends on nothing else, so that every annotator sees the same, and
    a larger share holds every article that a smaller one held.
    """
    digest = sha256(f"holdout\n{project}\n{article}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * (1 << 64)


def own_lexicon(folder: Path) -> dict[str, Any]:
    """The project's lexicon, empty when there is none. Raises FaultsError with all its faults."""
    path = folder / LEXICON
    if not path.exists():
        return {}
    from annotator.config.lexicon import read_lexicon

    found, faults = read_lexicon(read_text(path), file=str(path))
    if found is None:
        raise FaultsError(faults)
    return found


def plug_in(name: str) -> Proposer:
    """A proposer that another package brings. Raises UsageError when there is none of this name, or it fails."""
    from importlib.metadata import entry_points

    from annotator import plugins

    package, maker = plugins.entry(name, PLUG_INS, "proposer")
    if not package:
        known = ", ".join([RULES, MODELS, *(each.name for each in entry_points(group=PLUG_INS))])
        raise UsageError(f"annotator.toml names the proposer {name!r}, and no package brings it; there are {known}.")
    try:
        made: Proposer = maker()
    except Exception as problem:
        # The code of another package: whatever it raises is that package's sentence.
        raise UsageError(f"The proposer {name!r} of the package {package} cannot be made: {problem}.") from problem
    return made


def check_proposers(names: Iterable[str]) -> None:
    """Make every plug-in once, so that one that fails is told before the screen. Raises UsageError."""
    for name in names:
        if name not in (RULES, MODELS):
            plug_in(name)


class Proposing(Protocol):
    """What proposes in a project, and where it is not to."""

    @property
    def sticky(self) -> tuple[str, ...]:
        """Fields whose last value is offered for the next claim."""

    @property
    def suggests(self) -> bool:
        """Whether open values are suggested dim."""

    def mode(self, article: str) -> str:
        """on, off, or held_out."""

    def source(self, article: Article) -> Source:
        """What gives the proposers for an article, when they are first needed."""


class ProjectProposing:
    """The proposers of one project; each is made when it is first needed."""

    def __init__(self, project: Holder) -> None:
        self.project = project
        self._shared: dict[str, Proposer] = {}

    @property
    def sticky(self) -> tuple[str, ...]:
        """Fields whose last value is offered for the next claim."""
        return self.project.config.sticky

    @property
    def suggests(self) -> bool:
        """Whether open values are suggested dim."""
        return self.project.config.dim

    def mode(self, article: str) -> str:
        """on, off, or held_out."""
        config = self.project.config
        if not config.proposals_on:
            return OFF
        return HELD_OUT if held_out(config.id, config.holdout, article) else "on"

    def source(self, article: Article) -> Source:
        """What gives the proposers for an article."""

        def give() -> tuple[Sequence[Proposer], str]:
            # Withheld, they still know what a cue suggests for the values of a claim that was marked by hand.
            why = {OFF: "Proposals are off in this project", HELD_OUT: "This article is held out from proposals"}
            mode = self.mode(article.id)
            found = [self._proposer(name, article) for name in self.project.config.proposers]
            return found, f"{why[mode]}: n walks the sentences." if mode in why else ""

        return give

    def _proposer(self, name: str, article: Article) -> Proposer:
        if name == MODELS:
            return self._models(article)
        if name not in self._shared:
            self._shared[name] = self._rules() if name == RULES else plug_in(name)
        return self._shared[name]

    def _rules(self) -> Proposer:
        import tomllib

        from annotator.project.data import folder
        from annotator.proposals.lexicon import lexicon
        from annotator.proposals.rules import Rules

        shipped: Mapping[str, Any] = tomllib.loads((folder("schemas") / "lexicons" / "en.toml").read_text("utf-8"))
        return Rules(lexicon(shipped, own_lexicon(self.project.folder)))

    def _models(self, article: Article) -> Proposer:
        from annotator.core.record import claim_from_body
        from annotator.proposals.layer import ModelLayer

        rows = self.project.store.current("put", (article.id, "model"))
        return ModelLayer((claim_from_body(row.body) for row in rows), self.project.scheme)
