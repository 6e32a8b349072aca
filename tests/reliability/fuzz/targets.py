"""Everything that reads what others have written, as one function each: a bench and files in, what is broken out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from annotator import plugins
from annotator.config.lexicon import read_lexicon
from annotator.config.project import read_project, write_project
from annotator.config.rulings import read_rulings, write_rulings
from annotator.config.scheme import read_scheme, write_scheme
from annotator.config.user import read_user
from annotator.core import keymap
from annotator.core.commands import COMMANDS
from annotator.core.errors import AnnotatorError, Fault, FaultsError
from annotator.core.record import claim_body
from annotator.core.records.check import claim_faults
from annotator.core.records.corpus import Chosen
from annotator.core.records.format import Reading, Wanted
from annotator.project.add import add
from annotator.project.exchange.incoming import bring_in, sources
from annotator.project.exchange.mapping import mapping_of
from annotator.project.meeting.filled import read_filled
from annotator.project.release.rehydrate import rehydrated
from annotator.store.check import check
from tests.hand import scheme
from tests.reliability.fuzz.bench import Bench
from tests.reliability.fuzz.calls import called
from tests.reliability.fuzz.mutation import Files

Target = Callable[[Bench, Files, random.Random], Iterator[str]]

WANTED = (
    Wanted(),
    Wanted(),
    Wanted("zoe"),
    Wanted("zoe", "model", "r2"),
    Wanted("", "gold"),
    Wanted("ana", status="open"),
)
LINED = (".jsonl", ".json", ".ann", ".csv", ".toml")
"""Endings of files of which a refusal names the line, unless it is about the file as a whole."""
WHOLE = re.compile(
    r"not UTF-8|too large|twice|no text|no article|cannot be read|is missing|SHA256SUMS|no TOML|changed|nested|archive"
)
MAPPING = """[roles]
Claim = "content"
PER = "@ignore"
[implied.Denial]
stance = "denies"
[relations]
Says = "source"
[fields]
Who = "@speaker"
[values.Polarity]
neg = "denies"
[speakers]
"La maire" = "mayor"
"""
USER = 'name = "ana"\ntheme = "dark"\n\n[keys]\nnote = "m  M"\ndelete = "d"\n'


def reasons(faults: Sequence[Fault], *, filed: bool = True) -> Iterator[str]:
    """What a refusal lacks: its reason, its file, its line."""
    for fault in faults:
        said = str(fault)
        if not fault.what.strip() or len(said) > 3000:
            yield f"no reason, or {len(said)} characters of it: {said[:200]!r}"
        elif filed and not fault.file:
            yield f"no file: {said[:300]}"
        elif fault.file.endswith(LINED) and not fault.line and not WHOLE.search(fault.what):
            yield f"no line: {said[:300]}"


def untrue(bench: Bench, reading: Reading) -> Iterator[Fault]:
    """What was taken and is not true of its text, or not known to the scheme."""
    for layer, content in reading.data.layers.items():
        article = reading.data.articles.get(layer.article) or bench.known.articles[layer.article]
        for claim in content.claims:
            yield from claim_faults(claim_body(claim, article.text), article, bench.known.scheme)


def importing(format: str) -> Target:
    """`import` of what an export in this format has become."""

    def tried(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
        path = bench.place(files)
        if len(files) == 1 and dice.random() < 0.7:
            path = next(iter(each for each in path.rglob("*") if each.is_file()), path)
        wanted = dice.choice(WANTED)
        if dice.random() < 0.6:
            # Without the store, which takes most of the time.
            reader = plugins.reader(format)
            reading = reader.read(sources(path, deep=getattr(reader, "deep", False)), bench.known, wanted)
            yield from reasons(reading.faults)
            yield from map(str, untrue(bench, reading))
            return
        going = dice.random() < 0.1
        try:
            done = bring_in(bench.project, path, wanted, format=dice.choice((format, format, "")), keep_going=going)
        except AnnotatorError as problem:
            if not bench.unchanged():
                yield f"refused ({problem}), and something was written"
            return
        yield from reasons(done.faults)
        if done.written and done.faults and not going:
            yield "it was taken in although there are faults"
        if not done.written:
            if not done.faults:
                yield "nothing was written and no reason given"
            if not bench.unchanged():
                yield "it was refused, and something was written"
            return
        if bench.unchanged():
            return
        if dice.random() < 0.1:
            yield from map(str, check(bench.project.store))
            yield from called(bench, ["export", "--format", "articles"])
        bench.back()

    return tried


def adding(corpus: str) -> Target:
    """`add` of what files of this corpus have become."""

    def tried(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
        path = bench.place(files)
        encoding, largest = dice.choice(("", "", "latin-1", "utf-16", "utf-7", "x")), dice.choice((5 << 20, 100))
        chosen = Chosen(dice.choice(("", "", "body", "nul\0")), dice.choice(("", "key")), (), encoding, largest)
        try:
            done = list(
                add(bench.project, [path], chosen, corpus=dice.choice((corpus, "")), keep_going=dice.random() < 0.5)
            )
        except AnnotatorError as problem:
            if not bench.unchanged():
                yield f"refused ({problem}), and something was written"
            return
        for each in done:
            if each.outcome == "refused" and not each.why:
                yield f"{each.path} is refused without a reason"
            if each.outcome == "added":
                text = bench.project.article(each.id).text
                if not text.strip() or "\0" in text:
                    yield f"{each.path} was added without words"
        if not bench.unchanged():
            bench.back()

    return tried


def schemes(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """A scheme, and what a screen makes of it when it is sound."""
    for name, data in files.items():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        found, faults = read_scheme(text, file=name, guidelines=dice.choice((None, "# A\n## Stance\n")))
        yield from reasons(faults)
        if found is None:
            if not faults:
                yield "no scheme and no reason"
            continue
        again, more = read_scheme(write_scheme(found))
        if again is None or more:
            yield f"written again it is not sound: {more[:2]}"
        for screen in ("label", "review", "registry"):
            keymap.build(COMMANDS, found, {}, screen)


def configs(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """annotator.toml, lexicon, rulings and guidelines; read by themselves."""
    for name, data in files.items():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if name == "annotator.toml":
            config, faults = read_project(text, file=name)
            if config is not None:
                write_project(config)
        elif name == "lexicon.toml":
            _, faults = read_lexicon(text, file=name)
        elif name == "rulings.toml":
            rulings, faults = read_rulings(text, file=name)
            write_rulings(rulings)
        elif name == "meeting.md":
            _, faults = read_filled(text, file=name)
        else:
            continue
        yield from reasons(faults)


def people(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """The person's own file, and the keys that it says."""
    path = bench.place(files) / "config.toml"
    own, faults = read_user(path)
    yield from reasons(faults)
    for screen in ("label", "review", "registry"):
        keymap.build(COMMANDS, CLAIMS, dict(own.keys), screen)


def mappings(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """A mapping, held against the scheme."""
    path = bench.place(files) / "map.toml"
    try:
        mapping_of(bench.project, path)
    except FaultsError as problem:
        yield from reasons(problem.faults)
    except AnnotatorError:
        pass


def rehydrating(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """Lines without words, and the project that has them."""
    place = bench.place(files)
    for path in sorted(each for each in place.rglob("*") if each.is_file()):
        yield from reasons([each for each in rehydrated(path, bench.texts) if isinstance(each, Fault)])


CLAIMS = scheme()
