"""How a report looks: the renderers on small reports, and the examples in their docstrings."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

from annotator.agreement import show
from annotator.agreement.show import FORMATS, TEXTS, renderer

MODULES = [each.name for each in pkgutil.iter_modules(show.__path__, f"{show.__name__}.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    """What a docstring shows is what happens."""
    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_there(name: str) -> None:
    """The table names functions that exist."""
    assert callable(renderer(name))
    assert set(TEXTS) <= set(FORMATS)
