"""Keys to commands: a trie whose node is also what the hint bar shows.

The trie is built from the command table, the scheme (values live behind their field's leader) and the person's own
keys. A key that does not continue a pending sequence cancels it and does nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotator.core.command import Command
from annotator.core.errors import Fault
from annotator.core.scheme import Field, Scheme

OTHERS = "r"
"""The leader behind which every field, and every role after the third, can be reached."""

ROLE_COMMANDS = ("mark-first", "mark-second", "mark-third")


@dataclass(frozen=True, slots=True)
class Binding:
    """A complete sequence: the command to run, and with what."""

    command: str
    arg: str = ""
    label: str = ""


@dataclass(slots=True)
class Node:
    """What can follow the keys so far."""

    label: str = ""
    next: dict[str, Node | Binding] = field(default_factory=dict)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Key and label of everything that can follow."""
        return tuple((key, branch.label) for key, branch in self.next.items() if branch.label)


@dataclass(frozen=True, slots=True)
class Fed:
    """What one key came to: a binding, a longer sequence, a cancelled sequence, or nothing that is known here."""

    binding: Binding | None = None
    pending: tuple[str, ...] = ()
    cancelled: bool = False


def feed(root: Node, pending: tuple[str, ...], key: str) -> Fed:
    """Follow one more key."""
    node = descend(root, pending)
    branch = node.next.get(key) if node else None
    if isinstance(branch, Binding):
        return Fed(binding=branch)
    if isinstance(branch, Node):
        return Fed(pending=(*pending, key))
    return Fed(cancelled=bool(pending))


def descend(root: Node, pending: Iterable[str]) -> Node | None:
    """The node after these keys, or None when they lead nowhere."""
    node = root
    for key in pending:
        branch = node.next.get(key)
        if not isinstance(branch, Node):
            return None
        node = branch
    return node


def rekeyed(table: Mapping[str, Command], own: Mapping[str, str]) -> tuple[Mapping[str, Command], list[Fault]]:
    """The table with a person's own keys in it, and every name among them to which no key can be given."""
    faults: list[Fault] = []
    found = dict(table)
    for name, keys in own.items():
        key = f"[keys] {name}"
        if name not in table:
            faults.append(Fault(f"no command is named {name}", key=key, right="`annotator keys` lists them"))
        elif table[name].needs:
            right = "its keys stand in the scheme, as leaders and hotkeys"
            faults.append(Fault(f"{name} cannot say by itself {table[name].needs}", key=key, right=right))
        else:
            alternatives = tuple(" ".join(each.split()) for each in keys.split("  ") if each.strip())
            found[name] = replace(table[name], keys=alternatives)
    return found, faults


def build(
    table: Mapping[str, Command], scheme: Scheme, own: Mapping[str, str] | None = None, screen: str = "label"
) -> tuple[Node, list[Fault]]:
    """The trie of a screen for a table, a scheme and a person's own keys (command name → alternatives parted by two
    blanks).

    Returns every clash and every unknown command at once; a clashing key keeps its first meaning.
    """
    table, faults = rekeyed(table, own or {})
    root = Node()
    for command in table.values():
        if screen not in command.screens or command.needs:
            continue
        for sequence in command.keys:
            if command.name in ROLE_COMMANDS and ROLE_COMMANDS.index(command.name) >= len(scheme.roles):
                continue
            label = command.hint
            if command.name in ROLE_COMMANDS:
                label = scheme.roles[ROLE_COMMANDS.index(command.name)].label.lower()
            if sequence.strip():
                _bind(root, sequence.split(), Binding(command.name, command.arg, label), faults)
    if screen == "registry":
        return root, faults
    for item in scheme.fields:
        for leader in ([item.leader] if item.leader else [], [OTHERS, item.hotkey]):
            if leader:
                _values(root, leader, item, faults)
            if leader and screen == "review":
                _versions(root, leader, item, faults)
    for role in scheme.roles[3:]:
        _bind(root, [OTHERS, role.hotkey], Binding("mark-role", role.key, role.label.lower()), faults)
    if scheme.attribution:
        _bind(root, [OTHERS, "@"], Binding("chain", "", "told by …"), faults)
    if scheme.links:
        _bind(root, [OTHERS, ">"], Binding("link", "", "link to a claim"), faults)
    first = root.next.get(OTHERS)
    if isinstance(first, Node):
        first.label = "other fields"
    return root, faults


def _values(root: Node, leader: list[str], item: Field, faults: list[Fault]) -> None:
    """Bind a field's values behind its leader; a field without a list of values asks for one."""
    if item.type == "boolean":
        _bind(root, leader, Binding("set-value", f"{item.key}=", item.label.lower()), faults)
        return
    if item.type in ("number", "text", "entity") and not item.values:
        _bind(root, leader, Binding("ask-value", item.key, item.label.lower()), faults)
        return
    for value in item.offered:
        _bind(root, [*leader, value.hotkey], Binding("set-value", f"{item.key}={value.key}", value.label), faults)
    _bind(root, [*leader, "?"], Binding("guideline", item.key, "guideline"), faults)
    node = descend(root, leader)
    if node is not None:
        node.label = item.label.lower()


def _versions(root: Node, leader: list[str], item: Field, faults: list[Fault]) -> None:
    """Bind the digits behind a field's leader: its value in a version. A field that asks for its value has none."""
    if isinstance(descend(root, leader), Node):
        for number in range(1, 10):
            _bind(root, [*leader, str(number)], Binding("version-part", f"{item.key}={number}"), faults)


def _bind(root: Node, sequence: list[str], binding: Binding, faults: list[Fault]) -> None:
    node = root
    for at, key in enumerate(sequence[:-1]):
        branch = node.next.setdefault(key, Node())
        if isinstance(branch, Binding):
            faults.append(
                Fault(
                    f"the key {' '.join(sequence)} can never be reached",
                    key=f"[keys] {binding.command}",
                    right=f"{' '.join(sequence[: at + 1])} already means {branch.command}",
                )
            )
            return
        node = branch
    last = sequence[-1]
    there = node.next.get(last)
    if there is None:
        node.next[last] = binding
    elif there != binding:
        means = there.command if isinstance(there, Binding) else "the start of other keys"
        faults.append(
            Fault(
                f"the key {' '.join(sequence)} has two meanings",
                key=f"[keys] {binding.command}",
                right=f"it already means {means}; choose another",
            )
        )
