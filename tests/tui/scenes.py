"""Hand-made states for the screen: nested, overlapping, discontinuous claims in marked text."""

from __future__ import annotations

from annotator.core.article import freeze
from annotator.core.claim import Claim, Link
from annotator.core.scheme import Field, Role, Scheme, Value
from annotator.core.span import Pieces, pieces
from annotator.core.speaker import Speaker
from annotator.core.state import Selection, State

TEXT = """City reopens harbor bridge after three years of repairs

Unemployment fell to 4.1% in October, the lowest since 2019, the labour ministry said on Tuesday. Opposition MP Ana \
Ruiz disputed the figure. “The ministry is counting gig workers twice,” she told reporters, citing a leaked audit that \
inspectors have not confirmed.

“We expected the repairs to end in spring,” Mayor Ilse Brandt said, “but the pillars were in a worse state than any \
survey had shown.” Critics say that the city knew about the cracks as early as 2019, and that warnings of two \
engineers were ignored until a lorry broke through the deck last winter.

The harbor authority declined to comment. According to a report seen by the Harbor Post, the costs may rise to 14 \
million euros, nearly twice what the council had approved; the authority's head, Jonas Weber, called the number \
“plainly wrong” and said that the final bill would be public by March.

Residents on the north bank welcomed the reopening. “It took me forty minutes to get to work, now it is ten,” said \
Mira Okafor, a nurse. A spokeswoman for the ferry company said it would cut its timetable by half from Monday on.
"""

SCHEME = Scheme(
    id="claims",
    version="1.0",
    title="Claims",
    roles=(
        Role("content", "Claim", primary=True, pieces=True, required=True),
        Role("source", "Source", speaker=True),
        Role("cue", "Cue", cue=True),
    ),
    fields=(
        Field(
            "stance",
            "nominal",
            "Stance",
            "t",
            leader="t",
            required=True,
            counts=True,
            values=tuple(Value(k, k[0], k) for k in ("asserts", "hedges", "questions", "denies", "declines")),
        ),
        Field(
            "evidence",
            "ordinal",
            "Evidence",
            "y",
            leader="y",
            required=True,
            counts=True,
            values=tuple(Value(k, k[0], k) for k in ("none", "hearsay", "attributed", "supported", "corroborated")),
        ),
        Field(
            "quote",
            "nominal",
            "Quote",
            "q",
            default="quotation",
            values=tuple(Value(k, k[0], k) for k in ("direct", "mixed", "indirect", "none")),
        ),
        Field(
            "flags",
            "multi",
            "Flags",
            "i",
            leader="i",
            values=tuple(
                Value(k, k[0], k.replace("_", " "), retired=k == "contested")
                for k in ("headline", "prediction", "second_hand", "anonymous_source", "contested", "discuss")
            ),
        ),
        Field(
            "confidence",
            "ordinal",
            "Confidence",
            "c",
            advanced=True,
            values=tuple(Value(k, k, k) for k in ("1", "2", "3")),
        ),
    ),
    attribution=True,
    links=("responds_to",),
)
SPEAKERS = {
    each.id: each
    for each in (
        Speaker("labour_ministry", "Labour Ministry", "organization"),
        Speaker("ana_ruiz", "Ana Ruiz", role="MP", affiliation="opposition"),
        Speaker("ilse_brandt", "Ilse Brandt", role="mayor"),
        Speaker("harbor_post", "The Harbor Post", "media"),
        Speaker("jonas_weber", "Jonas Weber", role="head", affiliation="harbor authority"),
        Speaker("critics", "Critics", "group"),
    )
}


def find(text: str, *quoted: str, at: int = 0) -> Pieces:
    """The pieces of the first places at which the quoted words stand, each after the one before."""
    found = []
    for words in quoted:
        at = text.index(words, at)
        found.append((at, at + len(words)))
        at += len(words)
    return pieces(found)


def claim(id: str, text: str, content: tuple[str, ...], source: str = "", cue: str = "", **more: object) -> Claim:
    """A claim of these quoted parts."""
    near = max(0, text.index(content[0]) - 60)
    around = {"source": find(text, source, at=near), "cue": find(text, cue, at=near)}
    spans = {"content": find(text, *content), **around}
    kept = {role: parts for role, parts in spans.items() if parts}
    return Claim(id=id, article="harbor-bridge", annotator="ana", spans=kept, **more)  # type: ignore[arg-type]


def harbor() -> State:
    """The harbor article with eight claims, the third of them active."""
    state = State(
        freeze("harbor-bridge", TEXT), SCHEME, "ana", speakers=SPEAKERS, selection=Selection(*[TEXT.index("gig")] * 2)
    )
    rows = (
        claim(
            "a1",
            TEXT,
            ("Unemployment fell to 4.1% in October, the lowest since 2019",),
            "the labour ministry",
            "said",
            speakers=("labour_ministry",),
            fields={"stance": "asserts", "evidence": "attributed", "quote": "indirect"},
        ),
        claim(
            "a2",
            TEXT,
            ("the figure",),
            "Opposition MP Ana Ruiz",
            "disputed",
            speakers=("ana_ruiz",),
            fields={"stance": "denies", "evidence": "attributed"},
        ),
        claim(
            "a3",
            TEXT,
            ("“The ministry is counting gig workers twice,”",),
            "she",
            "told reporters",
            speakers=("ana_ruiz",),
            links=(Link("responds_to", "a1"),),
            note="see the audit of May",
            attribution=(("harbor_post",), ("ana_ruiz",)),
            origin={"stance": "default", "source": "proposed"},
            fields={
                "stance": "asserts",
                "evidence": "supported",
                "quote": "direct",
                "flags": ("contested", "second_hand"),
                "confidence": "2",
            },
        ),
        claim(
            "a4",
            TEXT,
            ("a leaked audit that inspectors have not confirmed",),
            speakers=("@author",),
            fields={"evidence": "hearsay"},
        ),
        claim("a5", TEXT, ("counting gig workers",), speakers=()),
        claim(
            "a6",
            TEXT,
            (
                "We expected the repairs to end in spring",
                "but the pillars were in a worse state than any survey had shown",
            ),
            "Mayor Ilse Brandt",
            "said",
            speakers=("ilse_brandt",),
            fields={"stance": "asserts", "evidence": "attributed", "quote": "direct"},
        ),
        claim(
            "a7",
            TEXT,
            ("the city knew about the cracks as early as 2019",),
            "Critics",
            "say",
            speakers=("critics",),
            fields={"stance": "asserts", "evidence": "none", "flags": ("anonymous_source",)},
        ),
        claim(
            "a8",
            TEXT,
            ("the costs may rise to 14 million euros, nearly twice what the council had approved",),
            "a report",
            "According to",
            speakers=("harbor_post",),
            fields={"stance": "hedges", "evidence": "supported"},
        ),
    )
    for row in rows:
        state = state.with_claim(row)
    return state.__class__(**{**_fields(state), "active": "a3"})


def _fields(state: State) -> dict[str, object]:
    return {name: getattr(state, name) for name in state.__dataclass_fields__}
