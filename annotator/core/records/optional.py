"""The libraries that only some formats and measures need: loaded when they are used, and missed in one sentence."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from annotator.core.errors import UsageError


class MissingError(UsageError):
    """A library that is an extra is not installed."""

    def __init__(self, library: str, extra: str, problem: str = "") -> None:
        self.extra, self.absent = extra, not problem
        why = f"cannot be loaded ({problem})" if problem else "is not installed"
        super().__init__(f"{library} {why}; install it with: pip install 'annotator[{extra}]'")


def needed(module: str, extra: str) -> ModuleType:
    """The module of an optional library, such as `needed("pyarrow.parquet", extra="hf")`.

    Raises MissingError, a sentence with the command that installs it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as problem:
        library = module.partition(".")[0]
        if problem.name in (library, module):
            raise MissingError(library, extra) from None
        raise MissingError(library, extra, str(problem)) from problem
    except ImportError as problem:
        raise MissingError(module.partition(".")[0], extra, str(problem)) from problem
