"""What text from outside may hold to drive a terminal, break a layout or a reader; and a project made of nothing else.

Each sequence of ours differs from all that the program itself writes: blinking and concealed text, a cursor that is put
where no screen reaches. So that what gets through is told from what the screen has to write.
"""

from __future__ import annotations

from pathlib import Path

from annotator.config.project import FILE
from annotator.core.article import Article, text_hash
from annotator.core.claim import Claim, Layer, Link
from annotator.core.records.assignment import Assignment, Refusal
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.format import Reading
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.project.create import create
from annotator.project.exchange.incoming import write
from annotator.project.project import Project

SEQUENCES = (
    *("\x1b[5;8mESC", "\x1b[2J", "\x1b[777;777H", "\x1b]0;owned\x07", "\x1b]52;c;b3duZWQ=\x07"),
    *("\x1b]8;;http://x/\x1b\\link", "\x1bP+q544e\x1b\\", "\x1b_Gi=1;AAAA\x1b\\", "\x1bc", "\x1b[?1000h\x1b[6n"),
    *("\x9b5m", "\x9d0;owned\x9c", "\x90q\x9c", "\x85next", "\x08\x08\x08back", "\x7f", "\rcarriage", "\ttab"),
    *("nul\0", "\x0e\x0fshift", "\u2028line\u2029paragraph", "\\x1b[5m"),
)
DIRECTIONS = ("\u202eevil\u202c", "\u2066x\u2069\u200f", "\u061c", "\ufeff", "שלום עולם", "﷽")
UNSEEN = ("\U000e0041\U000e007f", "\ue000", "\u3164\uffa0\u115f", "\u200b" * 50, "ﬁ\u00ad" * 9)
MARKUP = (
    *("[/b]", "[@click=app.quit]x[/]", "[bold red on", "[[", "$(reboot)", "%s%n{0}", "<b>&amp;", "'\"`;\\"),
    "=cmd|' /C calc'!A0",
)
SHAPES = (
    *("a" + "\u0301" * 10_000, "👩\u200d" * 200, "👩🏽\u200d🔬", "🇫🇷🇫", "1\ufe0f\u20e3", "家族" * 40, "x" * 3000),
    *("g\u0300\u0301\u0302" * 20, "\u1112\u1161\u11ab" * 20),
)
PAYLOADS = (*SEQUENCES, *DIRECTIONS, *UNSEEN, *MARKUP, *SHAPES)
EVERY = " ".join(PAYLOADS)
SHORT = "".join(each for each in PAYLOADS if len(each) < 30)
LABEL = "[/b] \u202eevil\u202c a" + "\u0301" * 60 + " 👩\u200d👩 שלום \u2028[@click=x]y[/]"
"""Where control characters are refused at the door."""
NAME = "e\x1b[5mv\u202eil[/b]"
"""Of an annotator, a round, an id: nobody can be called so, but a store can be made by hand."""
WHO = (
    *(("ana", "human", "main"), ("ben", "human", "main"), (NAME, "human", "main"), (NAME, "model", "main")),
    ("ana", "human", NAME),
)
GUIDE = "\n\n".join(
    f"## {heading}\n\n{EVERY}\n\n- **{SHORT}** `{SHORT}` [x](javascript:{SHORT})\n\n```\n{SHORT}\n```\n"
    for heading in ("Content", "Source and cue", "Stance", "Evidence", SHORT.replace("\n", " "))
)
RULINGS = """format = 1
version = "1.1"

[[ruling]]
name = "one"
date = "2026-01-31"
version = "1.1"
passage = "stance"
text = TEXT
points = ["p1"]
"""


def article(id: str, payloads: tuple[str, ...]) -> Article:
    """Sentences with a payload as the words of somebody whose name is one."""
    said = [f"“{each} rents fell,” said Brandt {each}, the mayor of {each}." for each in payloads]
    text = "\n\n".join(["Rents fell, the ministry said. Ruiz denied that rents fell.", *said])
    meta = dict.fromkeys(("outlet", "author", "date", "address", "language", SHORT), SHORT)
    return Article(id, text, EVERY, text_hash(text), meta=meta)


def hostile_project(folder: Path) -> Project:
    """The project in `folder`, made by the program where it allows it and by hand where it does not."""
    scheme = folder.with_name("scheme.toml")
    ready = (Path(__file__).parents[3] / "schemas" / "claims.toml").read_text("utf-8")
    lines = []
    for line in ready.split("\n"):
        key, equals, _ = line.partition(" = ")
        lines.append(f"{key}{equals}{_toml(LABEL)}" if key.strip() in ("label", "help", "title") else line)
    scheme.write_text("\n".join(lines), "utf-8")
    create(folder, scheme=str(scheme), title="TITLE").close()
    own = folder / FILE
    own.write_text(own.read_text("utf-8").replace('"TITLE"', _toml(LABEL)), "utf-8")
    project = Project.open(folder)
    (folder / "guidelines.md").write_text(f"# {SHORT}\n\n{GUIDE}\n", "utf-8")
    (folder / "rulings.toml").write_text(RULINGS.replace("TEXT", _toml(EVERY)), "utf-8")
    half = len(PAYLOADS) // 2
    articles = (
        article("first", PAYLOADS[:half]),
        article("second", PAYLOADS[half:]),
        article(f"third{NAME}", PAYLOADS),
    )
    speakers = [
        Speaker(f"s{number}", each, "person", (each, SHORT), role=each, affiliation=each)
        for number, each in enumerate(PAYLOADS)
    ]
    speakers.append(Speaker(NAME, EVERY, NAME))
    layers: dict[Layer, Content] = {}
    for held in articles:
        for who, kind, round in WHO:
            layer = Layer(held.id, who, round, kind)
            status = "open" if who == "ana" and held.id == "second" else "done"
            layers[layer] = Content(status, tuple(_claims(held, layer)))
    first = articles[0]
    gold = Claim(
        "g1",
        first.id,
        "gold",
        layer="gold",
        spans={"content": (Span(0, 10),)},
        speakers=("s1",),
        fields=_values("denies"),
        note=EVERY,
    )
    decisions = (
        Decision(
            "d1",
            first.id,
            "edit",
            NAME,
            results=(gold,),
            note=EVERY,
            tags=(SHORT, f"ruling:{NAME}"),
            kinds=("missing", NAME),
        ),
        Decision("d2", first.id, "defer", "ana", note=EVERY, created="2026-01-31T09:00:00.000Z"),
    )
    refusals = (Refusal(first.id, "ana", NAME, cue=Span(12, 24), text=first.text[12:24], offered=SHORT),)
    plan = tuple(Assignment(held.id, who) for held in articles for who in ("ana", NAME))
    data = Dataset(
        {each.id: each for each in articles},
        layers,
        {each.id: each for each in speakers},
        plan,
        decisions,
        project.scheme,
        refusals=refusals,
    )
    write(project, Reading(data))
    return project


def _claims(held: Article, layer: Layer) -> list[Claim]:
    """Claims over the payloads; the annotators differ in all that they can."""
    made: list[Claim] = []
    shift = {"ana": 0, "ben": 1}.get(layer.annotator, 2)
    at = 0
    for number in range(14):
        start = held.text.find("“", at)
        end = held.text.find("”", start)
        if start < 0:
            break
        stop = held.text.find(".", end)
        at = end
        parts = (
            (Span(start + 1, end),) if number % 3 else (Span(start + 1, start + 2), Span(start + 3 + shift % 2, end))
        )
        spans = {"content": parts, "cue": (Span(end + 2, end + 6),), "source": (Span(end + 7, stop),)}
        id = f"c{number}" if layer.annotator != NAME else f"c{number}{NAME}"
        fields = _values(("asserts", "denies", "hedges")[(number + shift) % 3])
        links = (Link("responds_to", "c0"),) if number and layer.annotator != NAME else ()
        speaker = f"s{(number + shift) % len(PAYLOADS)}"
        made.append(
            Claim(
                id,
                held.id,
                layer.annotator,
                layer.round,
                layer=layer.kind,
                spans=spans,
                speakers=(speaker,),
                attribution=(("s3",), (speaker,)),
                fields=fields,
                note=SHORT if number else EVERY,
                links=links,
                score=0.5 if layer.kind == "model" else None,
                created="2026-01-05T09:00:00.000Z",
            )
        )
    return made


def _values(stance: str) -> dict[str, str | tuple[str, ...]]:
    return {"stance": stance, "evidence": "attributed", "quote": "direct", "flags": ("discuss",)}


def _toml(text: str) -> str:
    """A basic string."""
    escaped = "".join(char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in text)
    return f'"{escaped}"'
