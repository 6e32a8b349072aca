"""The person's own file: name, theme, keys. Nothing in a project can change it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.errors import Fault

_NAME = re.compile(r"[\w.-]{1,64}")
THEMES = ("dark", "light", "plain")


@dataclass(frozen=True, slots=True)
class UserConfig:
    """What the file says."""

    name: str = ""
    theme: str = "dark"
    keys: Mapping[str, str] = field(default_factory=dict)
    """Command name → keys; alternatives are parted by two blanks."""


def name_fault(name: str) -> Fault | None:
    """Why this cannot be an annotator's name; None when it can."""
    if name == "gold" or "@" in name:
        return Fault(f"the name {name!r} is reserved", right="choose another")
    if not _NAME.fullmatch(name):
        return Fault(f"{name!r} cannot be a name", right="letters, digits, _ . and -, at most 64")
    return None


def user_file(environment: Mapping[str, str], platform: str) -> Path:
    """Where the person's file lies on this platform (as `sys.platform` names it)."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or ".")
    if platform == "win32":
        base = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "annotator" / "config.toml"


def read_user(path: Path) -> tuple[UserConfig, list[Fault]]:
    """What is right in the file, and every fault; a file that is not there is empty."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return UserConfig(), []
    except (OSError, UnicodeDecodeError) as problem:
        return UserConfig(), [Fault(f"it cannot be read: {problem}", str(path))]
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return UserConfig(), [Fault(f"this is not TOML: {problem}", str(path), right="mend the line")]
    faults = [
        Fault(f"{key} is unknown here", str(path), None, key, "name, theme and [keys] are known")
        for key in data
        if key not in ("name", "theme", "keys")
    ]
    name, theme, keys = data.get("name", ""), data.get("theme", "dark"), data.get("keys", {})
    bad = name_fault(name) if isinstance(name, str) and name else None
    if bad or not isinstance(name, str):
        faults.append(
            Fault(bad.what if bad else "name takes a text", str(path), None, "name", bad.right if bad else "")
        )
        name = ""
    if theme not in THEMES:
        faults.append(
            Fault(f"there is no theme {theme!r}", str(path), None, "theme", f"it is one of {', '.join(THEMES)}")
        )
        theme = "dark"
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        faults.append(Fault("[keys] takes texts", str(path), None, "keys", 'such as delete = "d  x"'))
        keys = {}
    return UserConfig(name, theme, keys), faults


def remember_name(path: Path, name: str) -> None:
    """Write the name into the person's file, leaving the rest of it as it is."""
    import tomli_w

    data: dict[str, object] = {}
    if path.exists():
        data = tomllib.loads(path.read_text("utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(
        tomli_w.dumps({"name": name, **{key: value for key, value in data.items() if key != "name"}}), "utf-8"
    )
    part.replace(path)
