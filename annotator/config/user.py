"""The person's own file: name, theme, keys. Nothing in a project can change it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.claim import RESERVED
from annotator.core.errors import Fault, FaultsError
from annotator.core.records import limits

_NAME = re.compile(r"[\w.-]{1,64}")
SHOWN = 80
"""Characters of a wrong name that are shown."""
KNOWN = ("name", "theme", "keys")
THEMES = ("dark", "light", "plain")


@dataclass(frozen=True, slots=True)
class UserConfig:
    """What the file says."""

    name: str = ""
    theme: str = "dark"
    keys: Mapping[str, str] = field(default_factory=dict)
    """Command name → keys; alternatives are parted by two blanks."""


def name_fault(name: str) -> Fault | None:
    """Why this cannot be a person's name; None when it can."""
    if name in RESERVED or "@" in name:
        return Fault(f"the name {name[:SHOWN]!r} is reserved", right="choose another")
    if not _NAME.fullmatch(name):
        return Fault(f"{name[:SHOWN]!r} cannot be a name", right="letters, digits, _ . and -, at most 64")
    return None


def round_fault(name: str) -> Fault | None:
    """Why this cannot be the name of a round; None when it can."""
    return None if name in RESERVED and name != "gold" else name_fault(name)


def user_file(environment: Mapping[str, str], platform: str) -> Path:
    """Where the person's file lies on this platform (as `sys.platform` names it).

    A relative XDG_CONFIG_HOME is passed over, as its specification asks: the file would move with the folder.
    """
    homes = ("USERPROFILE", "HOME") if platform == "win32" else ("HOME", "USERPROFILE")
    home = Path(environment.get(homes[0]) or environment.get(homes[1]) or ".")
    if platform == "win32":
        base = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        given = Path(environment.get("XDG_CONFIG_HOME") or "")
        base = given if given.is_absolute() else home / ".config"
    return base / "annotator" / "config.toml"


def state_folder(environment: Mapping[str, str], platform: str) -> Path:
    """Where the program keeps what is no setting and should last: reports of crashes, and what fits nowhere else.

    A relative XDG_STATE_HOME is passed over; without a home the folder is relative, and nothing is to be kept there.
    """
    given = Path(environment.get("XDG_STATE_HOME") or "")
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or user_file(environment, platform).parent.parent) / "annotator"
    if given.is_absolute():
        return given / "annotator"
    if platform == "darwin":
        return user_file(environment, platform).parent / "state"
    return Path(environment.get("HOME") or ".") / ".local" / "state" / "annotator"


def read_user(path: Path) -> tuple[UserConfig, list[Fault]]:
    """What is right in the file, and every fault with its line; a file that is not there is empty."""
    try:
        if path.stat().st_size > limits.TOML:
            right = f"it has at most {limits.shown(limits.TOML)}"
            return UserConfig(), [Fault("the file is too large", str(path), right=right)]
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return UserConfig(), []
    except UnicodeDecodeError:
        return UserConfig(), [Fault("it cannot be read", str(path), right="save it as UTF-8")]
    except OSError as problem:
        return UserConfig(), [Fault(f"it cannot be read: {problem.strerror}", str(path))]
    from difflib import get_close_matches

    from annotator.config.lines import line_of
    from annotator.config.toml import load, shown

    data, faults = load(text, str(path))
    if data is None:
        return UserConfig(), faults

    def fault(what: str, right: str, *place: str) -> None:
        key = ".".join(part[:SHOWN] for part in place)
        faults.append(Fault(what, str(path), line_of(text, place), key, right))

    for key in data:
        if key not in KNOWN:
            near = get_close_matches(key, KNOWN, 1)
            fault(
                f"{key[:SHOWN]} is unknown here",
                f"did you mean {near[0]}" if near else "known are name, theme, keys",
                key,
            )
    name, theme, keys = data.get("name", ""), data.get("theme", THEMES[0]), data.get("keys", {})
    if not isinstance(name, str):
        fault(f"name is not right: {shown(name)}", "it takes a text in quotation marks", "name")
        name = ""
    elif bad := name_fault(name) if name else None:
        fault(bad.what, bad.right, "name")
        name = ""
    if theme not in THEMES:
        fault(f"there is no theme {shown(theme)}", f"it is one of {', '.join(THEMES)}", "theme")
        theme = THEMES[0]
    if not isinstance(keys, dict):
        fault(f"keys is not right: {shown(keys)}", "it is a table: [keys]", "keys")
        keys = {}
    for command, given in keys.items():
        if not isinstance(given, str):
            fault(f"{command[:SHOWN]} is not right: {shown(given)}", 'keys are a text, such as "d  x"', "keys", command)
    keys = {command: given for command, given in keys.items() if isinstance(given, str)}
    return UserConfig(name, theme, keys), sorted(faults, key=lambda each: each.line or 0)


def remember_name(path: Path, name: str) -> None:
    """Write the name into the person's file, whole or not at all, leaving the rest of it as it is.

    A new file can be read by its owner only; one behind a symbolic link is changed where it lies. Raises FaultsError
    when what is there is no TOML, OSError when it cannot be written.
    """
    from annotator.config.toml import load

    path = path.resolve()
    text = path.read_text("utf-8") if path.exists() else ""
    data, faults = load(text, str(path))
    if data is None:
        raise FaultsError(faults)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(_named(text, data, name))
            out.flush()
            os.fsync(out.fileno())
        part.chmod(mode)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _named(text: str, data: Mapping[str, object], name: str) -> str:
    """The text with the name on its line, or on a new first line: comments and order stay."""
    import tomli_w

    from annotator.config.lines import line_of
    from annotator.config.toml import load

    lines = text.removeprefix("\ufeff").split("\n")
    line = tomli_w.dumps({"name": name}).rstrip("\n")
    number = line_of(text, ("name",))
    if number:
        lines[number - 1] = line
    else:
        lines.insert(0, line)
    edited = "\n".join(lines)
    wanted = {**data, "name": name}
    # A name that was spread over several lines cannot be replaced by one line.
    return edited if load(edited, "")[0] == wanted else tomli_w.dumps(wanted)
