"""Feedback: whose claims stand against which gold, what differs, and the examples that gold gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from annotator.core.claim import Claim
from annotator.core.compare.sense import Sense
from annotator.core.feedback.difference import Difference, differences, kinds, part_of, shift
from annotator.core.feedback.example import examples
from annotator.core.feedback.pairing import Pairing, in_force, pair
from annotator.core.feedback.wording import Wording
from annotator.core.record import label_hash
from annotator.core.records.decision import Decision
from annotator.core.records.gold import beside_of, fold, input_of
from annotator.core.scheme import Field, Value
from annotator.core.span import Span, pieces
from annotator.core.speaker import Speaker
from tests.core.align_cases import CASES, Case
from tests.core.test_align import SCHEME
from tests.core.test_align import claim as made

TEXT = (
    "Rents fell by 4.1% in May, the ministry said on Monday. Ruiz called the figure invented. "
    "“The bridge is safe,” Brandt told reporters, “and will stay open.” Critics say that it may fall."
)
SENSE = Sense(SCHEME, {})
ROLE = "content"


def claim(id: str, *words: str, source: str = "", **more: object) -> Claim:
    """A claim on these words, by the annotator whose initial begins the id (`g` is gold)."""
    by = {"a": "ana", "b": "ben", "c": "cleo", "g": "gold"}[id[0]]
    spans = {ROLE: pieces((TEXT.index(each), TEXT.index(each) + len(each)) for each in words)}
    if source:
        spans["source"] = (Span(TEXT.index(source), TEXT.index(source) + len(source)),)
    more.setdefault("fields", {"stance": "asserts"})
    more.setdefault("speakers", ("ministry",))
    return Claim(id, "rents", by, layer="gold" if by == "gold" else "human", spans=spans, **more)  # type: ignore[arg-type]


def decide(*inputs: Claim, gold: Sequence[Claim] = (), action: str = "take", **more: object) -> Decision:
    """A decision on these claims."""
    id = "d-" + "-".join(each.id for each in (*inputs, *gold))
    more.setdefault("created", "2026-01-01")
    return Decision(
        id, "rents", action, "rosa", inputs=tuple(map(input_of, inputs)), results=tuple(gold), **more  # type: ignore[arg-type]
    )  # fmt: skip


def paired(name: str, claims: Sequence[Claim], decisions: Sequence[Decision]) -> Pairing:
    """One annotator's claims beside gold."""
    gold = fold(decisions, claims, ROLE)
    mine = [each for each in claims if each.annotator == name]
    return pair(name, "main", mine, in_force(decisions, gold).get("rents", []), SENSE)


def found(name: str, claims: Sequence[Claim], decisions: Sequence[Decision]) -> list[Difference]:
    """What differs, in order."""
    components = paired(name, claims, decisions).components
    return [each for component in components for each in differences(component, name, SENSE, TEXT)]


def said(differences: Sequence[Difference]) -> list[str]:
    """`kind: ids of mine / ids of gold`, trivial ones in brackets."""
    rows = []
    for each in differences:
        ids = [" ".join(claim.id for claim in side) for side in (each.mine, each.gold)]
        rows.append(f"{f'({each.kind})' if each.trivial else each.kind}: {ids[0]} / {ids[1]}".strip())
    return rows


FELL = "Rents fell by 4.1% in May"
A1, B1 = claim("a1", FELL), claim("b1", FELL)
G1 = claim("g1", FELL)
SAFE, STAY = "The bridge is safe", "and will stay open"
LONG = "The bridge is safe,” Brandt told reporters, “and will stay open"

ROWS: list[tuple[str, list[Claim], list[Decision], list[str]]] = [
    ("the same", [A1], [decide(A1, gold=[G1])], []),
    ("rejected", [A1], [decide(A1, action="reject")], ["rejected: a1 /"]),
    ("missed", [B1], [decide(B1, gold=[G1])], ["missed:  / g1"]),
    ("added by the adjudicator", [], [decide(gold=[G1], action="add")], ["missed:  / g1"]),
    ("nobody else's business", [B1], [decide(B1, action="reject")], []),
    ("put off", [A1], [decide(A1, action="defer")], []),
    ("stale", [A1], [decide(replace(A1, fields={"stance": "denies"}), action="reject")], []),
    (
        "another boundary",
        [A1],
        [decide(A1, gold=[claim("g1", "fell by 4.1% in May")])],
        ["boundary: a1 / g1"],
    ),
    ("only a comma", [A1], [decide(A1, gold=[claim("g1", FELL + ",")])], ["(boundary): a1 / g1"]),
    (
        "other pieces of the same hull",
        [claim("a1", SAFE, STAY)],
        [decide(claim("a1", SAFE, STAY), gold=[claim("g1", LONG)])],
        ["fragmentation: a1 / g1"],
    ),
    (
        "gold cuts mine in two",
        [claim("a1", SAFE, STAY), claim("b1", SAFE), claim("b2", STAY)],
        [
            decide(
                claim("a1", SAFE, STAY),
                claim("b1", SAFE),
                claim("b2", STAY),
                gold=[claim("g1", SAFE), claim("g2", STAY)],
            )
        ],
        ["split_merge: a1 / g1 g2"],
    ),
    (
        "gold makes one of mine",
        [claim("a1", SAFE), claim("a2", STAY), claim("b1", SAFE, STAY)],
        [decide(claim("a1", SAFE), claim("a2", STAY), claim("b1", SAFE, STAY), gold=[claim("g1", SAFE, STAY)])],
        ["split_merge: a1 a2 / g1"],
    ),
    (
        "a split that two decisions made",
        [claim("a1", SAFE, STAY), claim("b1", SAFE), claim("b2", STAY)],
        [
            decide(
                *(claim("a1", SAFE, STAY), claim("b1", SAFE)),
                gold=[claim("g1", SAFE)],
                beside=(beside_of(claim("b2", STAY)),),
            ),
            decide(
                claim("b2", STAY),
                gold=[claim("g2", STAY)],
                beside=(beside_of(claim("a1", SAFE, STAY)), beside_of(claim("b1", SAFE))),
            ),
        ],
        ["split_merge: a1 / g1 g2"],
    ),
    (
        "speaker, stance, source and a flag at once",
        [claim("a1", FELL, source="the ministry")],
        [
            decide(
                claim("a1", FELL, source="the ministry"),
                gold=[
                    claim(
                        "g1",
                        FELL,
                        source="ministry",
                        speakers=("ruiz",),
                        fields={"stance": "denies", "flags": ("headline",)},
                    )
                ],
            )
        ],
        ["role:source: a1 / g1", "speakers: a1 / g1", "field:stance: a1 / g1", "field:flags: a1 / g1"],
    ),
    (
        "what I left open",
        [claim("a1", FELL, fields={}, speakers=())],
        [decide(claim("a1", FELL, fields={}, speakers=()), gold=[G1])],
        ["speakers: a1 / g1", "field:stance: a1 / g1"],
    ),
    (
        "what gold left open",
        [A1],
        [decide(A1, gold=[claim("g1", FELL, fields={}, speakers=())])],
        [],
    ),
    (
        "a wish to talk about it",
        [claim("a1", FELL, fields={"stance": "asserts", "flags": ("discuss", "headline")})],
        [
            decide(
                claim("a1", FELL, fields={"stance": "asserts", "flags": ("discuss", "headline")}),
                gold=[claim("g1", FELL, fields={"stance": "asserts", "flags": ("headline",)})],
            )
        ],
        [],
    ),
    (
        "moved by the adjudicator to other words, and still the same claim",
        [A1],
        [decide(A1, gold=[claim("g1", "the figure")])],
        ["boundary: a1 / g1"],
    ),
    (
        "rejected, though gold overlaps it elsewhere",
        [A1, claim("b1", "in May, the ministry said")],
        [
            decide(A1, action="reject", beside=(beside_of(claim("b1", "in May, the ministry said")),)),
            decide(
                claim("b1", "in May, the ministry said"),
                gold=[claim("g1", "in May, the ministry said")],
                beside=(beside_of(A1),),
            ),
        ],
        ["rejected: a1 /", "missed:  / g1"],
    ),
    (
        "gold from outside is aligned, and what it lacks was rejected",
        [claim("a1", "fell by 4.1% in May"), claim("a2", SAFE)],
        [decide(gold=[G1], action="import"), decide(gold=[claim("g2", "Ruiz")], action="import")],
        ["boundary: a1 / g1", "missed:  / g2", "rejected: a2 /"],
    ),
]


@pytest.mark.parametrize(("claims", "decisions", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_where_gold_differs(claims: list[Claim], decisions: list[Decision], expected: list[str]) -> None:
    """Each row seen by ana: kind, her claims, the gold ones."""
    assert said(found("ana", claims, decisions)) == expected


def test_what_waits_is_told_apart() -> None:
    """Undecided, deferred and stale claims are no differences: they wait."""
    other = claim("a2", SAFE)
    late = claim("a3", "it may fall")
    decisions = [decide(A1, gold=[G1]), decide(replace(other, fields={}), gold=[claim("g2", SAFE)])]
    assert [each.id for each in paired("ana", [A1, other, late], decisions).waiting] == ["a2", "a3"]
    brought = [*decisions, decide(gold=[claim("g3", "Critics")], action="import")]
    assert paired("ana", [A1, other, late], brought).waiting == ()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_gold_that_is_ones_own_differs_in_nothing(case: Case) -> None:
    """Whoever's layer was brought in as gold is right in everything; and of two, each sees what the other has more."""
    held = [made(id, by, *spans, stance=stance, speaker=speaker) for id, by, spans, speaker, stance in case.claims]
    for reader in case.annotators:
        mine = [each for each in held if each.annotator == reader]
        if not mine:
            # An import without claims says nothing about an article.
            continue
        gold = [replace(each, annotator="gold", layer="gold") for each in mine]
        brought = [
            Decision(f"i{each.id}", "a", "import", "rosa", results=(each,), blind=False, created="2026-01-01")
            for each in gold
        ]
        settled = in_force(brought, fold(brought, held, ROLE)).get("a", [])
        for name in case.annotators:
            own = [each for each in held if each.annotator == name]
            seen = [
                kind.kind
                for component in pair(name, "main", own, settled, SENSE).components
                for kind in differences(component, name, SENSE, "")
            ]
            assert (seen == []) == (name == reader or sorted(map(label_hash, own)) == sorted(map(label_hash, mine))), (
                name,
                reader,
            )


def test_another_round_is_another_matter() -> None:
    """Claims and gold of another round stand apart."""
    pilot = replace(A1, round="pilot")
    gold = replace(G1, round="pilot")
    assert said(found("ana", [pilot], [decide(pilot, gold=[gold])])) == []
    settled = in_force([decide(pilot, gold=[gold])], fold([decide(pilot, gold=[gold])], [pilot], ROLE))["rents"]
    assert len(pair("ana", "pilot", [pilot], settled, SENSE).components) == 1
    brought = paired("ana", [A1], [decide(gold=[replace(gold, id="g2")], action="import")])
    assert (brought.components, [each.id for each in brought.waiting]) == ((), ["a1"])


def test_the_other_side_sees_the_mirror() -> None:
    """What gold took from ben, ana missed; what it took from ana, ben missed: the same decisions, two readers."""
    one, two = claim("a1", FELL), claim("b1", SAFE)
    decisions = [decide(one, gold=[G1]), decide(two, gold=[claim("g2", SAFE)])]
    assert said(found("ana", [one, two], decisions)) == ["missed:  / g2"]
    assert said(found("ben", [one, two], decisions)) == ["missed:  / g1"]


@pytest.mark.parametrize(
    ("mine", "gold", "expected"),
    [
        ((Span(10, 20),), (Span(12, 20),), (2, 0)),
        ((Span(10, 20),), (Span(5, 26),), (-5, 6)),
        ((Span(10, 12), Span(15, 20)), (Span(10, 18),), (0, -2)),
        ((), (Span(1, 2),), None),
    ],
)
def test_shift(mine: tuple[Span, ...], gold: tuple[Span, ...], expected: tuple[int, int] | None) -> None:
    """By how much gold begins and ends later."""
    assert shift(mine, gold) == expected


def test_every_kind_has_words_and_a_part() -> None:
    """Headings for all that can differ, and the part whose guideline is meant."""
    words = Wording(SCHEME, {})
    all_kinds = kinds(SCHEME, SENSE)
    assert len({words.kind(kind) for kind in all_kinds}) == len(all_kinds)
    assert [part_of(kind, SCHEME) for kind in all_kinds] == [
        *(["content"] * 5),
        *("source", "cue", "speakers", "attribution", "stance", "evidence", "flags"),
    ]


def test_what_a_claim_says() -> None:
    """Each part in words; open, absent and empty are told apart."""
    words = Wording(
        SCHEME, {"ministry": Speaker("ministry", "Ministry", "organization"), "ruiz": Speaker("ruiz", "Ana Ruiz")}
    )
    full = claim(
        "a1",
        SAFE,
        STAY,
        speakers=("ministry", "ruiz"),
        attribution=(("ruiz",), ("ministry", "ruiz")),
        fields={"stance": "denies", "flags": ("headline",)},
    )
    bare = claim("a2", FELL, speakers=(), fields={})
    rows = [
        ("content", "“The bridge is safe … and will stay open”", f"“{FELL}”"),
        ("source", "not marked", "not marked"),
        ("speakers", "Ministry and Ana Ruiz", "left open"),
        ("attribution", "Ana Ruiz › Ministry and Ana Ruiz", "no chain"),
        ("stance", "denies", "left open"),
        ("flags", "headline", "none"),
    ]
    assert [(part, words.said(full, part, TEXT), words.said(bare, part, TEXT)) for part, _, _ in rows] == rows
    assert words.summary(full) == "Ministry and Ana Ruiz · denies · headline"
    assert words.summary(bare) == "nothing said of it"


STANCE = Field("stance", "nominal", "Stance", "s", "t", (Value("asserts", "a"), Value("denies", "d")), counts=True)


def test_examples_show_each_value_once_before_any_twice() -> None:
    """In the scheme's order; a decision about the field with a note is the best example, then a note, then length."""
    plain = decide(gold=[claim("g1", FELL)], action="import")
    noted = decide(gold=[claim("g2", SAFE, note="in her own words")], action="import")
    about = decide(gold=[claim("g3", "it may fall")], action="add", kinds=("field:stance",), note="critics, but plain")
    denied = decide(gold=[claim("g4", "the figure invented", fields={"stance": "denies"})], action="add")
    decisions = [plain, noted, about, denied]
    settled = in_force(decisions, fold(decisions, [], ROLE))["rents"]

    def shown(most: int) -> list[tuple[str, str, str]]:
        return [each[:3] for each in examples(STANCE, settled, {"rents": TEXT}, ROLE, most)]

    best = ("asserts", "“it may fall”", "critics, but plain")
    assert shown(2) == [best, ("denies", "“the figure invented”", "")]
    assert shown(4) == [
        best,
        ("asserts", "“The bridge is safe”", "in her own words"),
        ("asserts", f"“{FELL}”", ""),
        ("denies", "“the figure invented”", ""),
    ]
    assert examples(STANCE, settled, {}, ROLE) == ()


def test_examples_say_no_words_twice() -> None:
    """The same words with the same value are one example."""
    decisions = [
        decide(gold=[claim("g1", "Rents")], action="add"),
        decide(gold=[replace(claim("g2", "Rents"), note="the better one")], action="add"),
    ]
    settled = in_force(decisions, fold(decisions, [], ROLE))["rents"]
    assert [each.why for each in examples(STANCE, settled, {"rents": TEXT}, ROLE)] == ["the better one"]
