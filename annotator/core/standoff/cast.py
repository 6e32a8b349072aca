"""The cast of an import: whom a name from outside means, in the registry or as a new speaker."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.core.naming import guess_type, name_of, plain
from annotator.core.speaker import BUILT_IN, Speaker, living, new_id
from annotator.core.standoff.document import Reference, Value
from annotator.core.standoff.mapping import worded


class Cast:
    """The registry and those who join it."""

    def __init__(self, registry: Mapping[str, Speaker], named: Mapping[str, str]) -> None:
        """`named`: name → id, for names that the registry does not find by itself."""
        self._registry = dict(registry)
        self._named = dict(named)
        self._names: dict[str, Speaker] = {}
        self._items: dict[str, Speaker] = {}
        for _, speaker in sorted(living({**registry, **BUILT_IN}).items()):
            self._called(speaker)

    def join(self, speaker: Speaker) -> None:
        """Take in a speaker of the file; one of the registry with the same id stands."""
        if speaker.id not in self._registry and speaker.id not in BUILT_IN:
            self._registry[speaker.id] = speaker
            self._called(speaker)

    def _called(self, speaker: Speaker) -> None:
        for name in (speaker.name, *speaker.aliases, speaker.id):
            self._names.setdefault(plain(name_of(name)), speaker)
        if speaker.wikidata:
            self._items.setdefault(speaker.wikidata, speaker)

    def speaker(self, value: Value) -> Speaker:
        """The speaker of a name, or of an item of Wikidata: by the mapping, by the registry, else a new one."""
        name = worded(value).strip()
        item = value.id if isinstance(value, Reference) else ""
        if name in self._named:
            id = self._named[name]
            return BUILT_IN.get(id) or self._registry.get(id) or self._new(name, item, id)
        found = self._items.get(item) or self._names.get(plain(name_of(name)))
        return found or self._new(name, item, "")

    def _new(self, name: str, item: str, id: str) -> Speaker:
        called = name_of(name) or "Unknown"
        id = id or new_id(called, {*self._registry, *BUILT_IN})
        speaker = Speaker(id, called, guess_type(called), wikidata=item or None)
        self.join(speaker)
        return speaker
