"""keys and scheme."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from annotator.cli import say
from annotator.core.errors import UsageError
from annotator.core.scheme import Scheme
from annotator.core.visible import visible


def _scheme_of(call: Namespace, name: str) -> tuple[Scheme, str, str]:
    """The scheme that is asked for, its text and its guidelines: by name or path, else the project's, else the default
    one."""
    from annotator.config.scheme import read_scheme
    from annotator.core.errors import FaultsError
    from annotator.project.create import scheme_text
    from annotator.project.project import SCHEME, find

    if name:
        text, guide = scheme_text(name)
    else:
        try:
            name = str(find(call.project) / SCHEME)
        except UsageError:
            if call.project != Path() and call.verb != "keys":
                raise
            name = "claims"
        text, guide = scheme_text(name)
    scheme, faults = read_scheme(text, file=name)
    if scheme is None:
        raise FaultsError(faults)
    return scheme, text, guide or ""


def keys_(call: Namespace) -> int:
    """The key table, with the person's own keys unless it is to be as docs/keys.md."""
    from annotator.config.user import read_user, user_file
    from annotator.core.commands import COMMANDS
    from annotator.core.commands import review as _review  # noqa: F401 - its commands are in the table, too
    from annotator.core.keymap import rekeyed
    from annotator.core.reference import entries, markdown

    scheme, _, _ = _scheme_of(call, call.scheme)
    if call.markdown:
        sys.stdout.write(visible(markdown(COMMANDS, scheme), keep_newline=True))
        return 0
    own, faults = read_user(user_file(os.environ, sys.platform))
    commands, strange = rekeyed(COMMANDS, own.keys)
    for fault in (*faults, *strange):
        say(str(fault))
    group = ""
    for entry in entries(commands, scheme):
        if entry.group != group:
            group = entry.group
            sys.stdout.write(f"\n{visible(group)}\n")
        sys.stdout.write(f"  {'  '.join(entry.keys):<22} {visible(entry.name)}: {visible(entry.help)}\n")
    return 0


def scheme_(call: Namespace) -> int:
    """Show, check or list schemes; 1 when a checked one has faults."""
    from annotator.config.scheme import read_scheme
    from annotator.project import data
    from annotator.project.create import scheme_text
    from annotator.project.project import SCHEME, find

    if call.what == "list":
        if call.name:
            raise UsageError(f"All ready schemes are listed; `annotator scheme show {call.name}` shows one.")
        for name, path in data.schemes().items():
            scheme, _ = read_scheme(path.read_text("utf-8"), file=name)
            sys.stdout.write(f"{name:<10} {scheme.title if scheme else 'faulty'}\n")
        return 0
    if call.what == "check":
        name = call.name or str(find(call.project) / SCHEME)
        text, guidelines = scheme_text(name)
        scheme, faults = read_scheme(text, file=name, guidelines=guidelines)
        for fault in faults:
            say(str(fault))
        if scheme is not None:
            say(f"{name} is sound: {len(scheme.roles)} roles, {len(scheme.fields)} fields.")
        return 1 if faults else 0
    scheme, text, guide = _scheme_of(call, call.name)
    if call.format != "toml":
        from annotator.project.codebook.markdown import markdown as codebook

        text = codebook(scheme, guide)
    if call.format == "latex":
        from annotator.project.codebook.latex import latex

        text = latex(text)
    sys.stdout.write(visible(text, keep_newline=True))
    return 0
