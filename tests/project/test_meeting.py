"""The meeting: the list by hand, rulings that come back whole or not at all, and what they touch."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.config.rulings import Ruling
from annotator.core.claim import Claim
from annotator.core.errors import UsageError
from annotator.core.event import Batch, Change
from annotator.core.record import claim_body, claim_from_body
from annotator.core.records import limits
from annotator.core.records.decision import TEAM, Decision
from annotator.core.records.gold import input_of
from annotator.core.span import Span
from annotator.project.meeting.again import again
from annotator.project.meeting.agenda import Agenda, agenda
from annotator.project.meeting.filled import Answer, read_filled
from annotator.project.meeting.minutes import Minutes, bring_back, keys_of
from annotator.project.meeting.sheet import reasons, sheet, toml_text, versions
from annotator.project.meeting.verdict import placed
from annotator.project.paper.markdown import markdown
from annotator.project.project import Project
from tests.reviewed import CLAIMS, DATA, RENTS, SAFE, STAY, flagged, reviewed

NOW = "2026-02-03T12:00:00.000Z"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The reviewed project, where a gap and a claim that was put off wait for the meeting."""
    return Project.open(reviewed(tmp_path / "p"))


def listed(project: Project, **more: bool) -> Agenda:
    """The list; as the verb makes it."""
    return agenda(project, **more)


def test_the_list_by_hand(project: Project) -> None:
    """What is on it, why, and what each version has."""
    found = listed(project, open=True)
    assert [(point.article, sorted(claim.id for claim in point.case.members)) for point in found.points] == [
        ("rents", ["a3", "b3", "b4", "c3"]),
        ("rents", ["a4"]),
    ]
    assert [list(reasons(found, point)) for point in found.points] == [
        [("rosa", "a gap in the guidelines: two propositions")],
        [("ana", "to be discussed: who are the critics?"), ("rosa", "put off")],
    ]
    two, whole = f"“{SAFE}” / “{STAY}”", f"“{SAFE} … {STAY}”"
    table = versions(found, found.points[0])
    assert (table.head, table.rows[0]) == (
        ("", "1 ana", "2 ben", "3 cleo", "gold"),
        ("≠ content", whole, two, whole, two),
    )
    assert versions(found, found.points[1]).rows[:2] == (
        ("content", "“it may fall”", "no claim", "no claim"),
        ("speaker", "critics", "no claim", "no claim"),
    )
    assert [found.passages(point) for point in found.points] == [("content",), ("content",)]


def test_nobody_is_named_unless_it_is_asked_for(project: Project) -> None:
    """Neither in the words nor in the blocks; the order is another one for each article, and the same each time."""
    text = markdown(sheet(listed(project), "2026-02-03"))
    assert not re.search(r"\b(ana|ben|cleo|rosa)\b", text)
    assert text == markdown(sheet(listed(project), "2026-02-03"))
    assert re.search(r"\brosa\b", markdown(sheet(listed(project, open=True), "2026-02-03")))


def changed(project: Project, id: str, edit: Callable[[Claim], Claim]) -> None:
    """Somebody edits a claim."""
    row = next(row for row in project.store.current("put") if row.body["id"] == id)
    text = project.article(row.body["article"]).text
    body = claim_body(edit(claim_from_body(row.body)), text)
    project.store.record(Batch(f"edit-{id}", (Change("put", row.key, body, row.event),), row.body["annotator"]))


def test_an_entry_keeps_its_name_until_somebody_says_something_else(project: Project) -> None:
    """Notes and times change nothing, a label does, and only there."""
    before = [point.id for point in listed(project).points]
    changed(project, "a4", lambda claim: replace(claim, note="another note"))
    assert [point.id for point in listed(project).points] == before
    changed(project, "a4", lambda claim: replace(claim, fields={**claim.fields, "stance": "denies"}))
    after = [point.id for point in listed(project).points]
    assert (after[0], after[1] != before[1]) == (before[0], True)


def filled(project: Project, *blocks: str, head: str = 'version = "1.1"', open: bool = False) -> str:
    """The list with one more text under the points, as TOML lines in place of the empty ones."""
    text = markdown(sheet(listed(project, open=open), "2026-02-03"))
    text = re.sub(r'^version = "[^"]*".*$', head, text, count=1, flags=re.M)
    parts = text.split("```toml ruling\n")
    for number, block in enumerate(blocks, 1):
        point, rest = parts[number].split("\n", 1)
        parts[number] = f"{point}\n{block}\n```" + rest[rest.index("```") + 3 :]
    return "```toml ruling\n".join(parts)


def brought(project: Project, text: str) -> Minutes:
    """What bringing this text back does."""
    path = project.folder.parent / "meeting.md"
    path.write_text(text, "utf-8")
    return bring_back(project, path, NOW)


def team(project: Project) -> list[Decision]:
    """The team's decisions, by their first input."""
    found = [each for each in project.dataset().decisions if each.adjudicator == TEAM]
    return sorted(found, key=lambda each: each.inputs[0].id)


def events(project: Project) -> int:
    """How much has been written."""
    return sum(1 for _ in project.store.events())


def version_of(project: Project, number: int, reader: str) -> str:
    """The number of somebody's version in a point of the blind list."""
    return str(listed(project).points[number].readers.index(reader) + 1)


def test_rulings_come_back(project: Project) -> None:
    """Decisions of the team with the ruling's words, gold, rulings.toml, the version; and the list is empty."""
    first = (
        f'ruling = "two-pieces"\ntext = "One sentence is\\none claim."\npassage = "content"\n'
        f'take = "{version_of(project, 0, "cleo")}"'
    )
    second = (
        f'ruling = "critics"\ntext = "A crowd."\npassage = "speaker"\ntake = "{version_of(project, 1, "ana")}"\n'
        'set = { speakers = ["Ana Ruiz"], stance = "denies", flags = ["contested"] }\n'
        'words = { content = "may fall", cue = "say" }\nlook = { stance = ["hedges"] }'
    )
    done = brought(project, filled(project, first, second))
    assert done.faults == ()
    assert (done.decisions, done.same, done.raised, done.version) == (2, 0, True, "1.1")
    split, crowd = team(project)
    assert split.inputs == tuple(sorted(input_of(CLAIMS[id]) for id in ("a3", "b3", "b4", "c3")))
    assert (split.action, split.note, split.tags, split.kinds) == (
        *("take", "One sentence is one claim."),
        *(("ruling:two-pieces",), ("split_merge",)),
    )
    assert set(split.sources.values()) == {"cleo"}
    assert [claim.spans for claim in split.results] == [CLAIMS["c3"].spans]
    assert (crowd.action, crowd.sources["stance"], crowd.sources["content"], crowd.sources["evidence"]) == (
        *("edit", "edited"),
        *("edited", "ana"),
    )
    (made,) = crowd.results
    assert (made.speakers, made.fields["stance"], made.fields["flags"]) == (("ruiz",), "denies", ("contested",))
    assert [RENTS.text[start:end] for parts in made.spans.values() for start, end in parts] == ["may fall", "say"]
    rulings = project.rulings()
    assert rulings.version == "1.1"
    assert rulings.named("critics") == Ruling(
        *("critics", "A crowd.", "2026-02-03", "speaker", "1.1"),
        points=(rulings.rulings[1].points[0],),
        look={"stance": ("hedges",)},
    )
    assert listed(project).points == ()
    gold = [claim.id for each in listed(project, settled=True).reviews.values() for claim in each.gold.claims]
    assert len(gold) == len(set(gold)) == 6


def test_a_second_time_changes_nothing(project: Project) -> None:
    """Word for word, and also when it was broken off before the file was in its place."""
    text = filled(project, 'ruling = "a"\ntext = "A."\ntake = "none"', 'ruling = "b"\ntext = "B."\ntake = "none"')
    assert brought(project, text).decisions == 2
    path = project.folder / "rulings.toml"
    written, before = path.read_bytes(), events(project)
    again = brought(project, text)
    assert (again.decisions, again.same, again.rulings, again.raised) == (0, 2, (), False)
    assert (path.read_bytes(), events(project)) == (written, before)
    path.unlink()
    assert brought(project, text).decisions == 0
    assert path.read_bytes() == written
    changed(project, "a4", lambda claim: replace(claim, fields={**claim.fields, "stance": "denies"}))
    late = brought(project, text)
    assert (late.decisions, late.same, late.faults, len(late.notes)) == (0, 1, (), 1)
    assert "changed since" in late.notes[0]


def test_a_ruling_can_be_corrected(project: Project) -> None:
    """The same list with another verdict replaces the decision, and the log keeps both."""
    assert brought(project, filled(project, 'ruling = "a"\ntext = "A."\ntake = "gold"')).decisions == 1
    corrected = (project.folder.parent / "meeting.md").read_text("utf-8").replace('take = "gold"', 'take = "none"')
    assert brought(project, corrected.replace('"A."', '"No claim at all."')).decisions == 1
    (only,) = team(project)
    assert (only.action, only.results, only.note) == ("reject", (), "No claim at all.")
    bodies = [event for event in project.store.events() if event.kind == "decide" and TEAM in (event.body or "")]
    assert len(bodies) == 2


def test_a_ruling_without_a_verdict_decides_nothing(project: Project) -> None:
    """It stands in the file, and the point stays on the list."""
    done = brought(project, filled(project, 'ruling = "a"\ntext = "Wait."\npassage = "stance"', head=""))
    assert (done.decisions, [each.name for each in done.rulings], done.raised) == (0, ["a"], False)
    assert len(listed(project).points) == 2


def test_the_open_list_comes_back_too(project: Project) -> None:
    """There the versions are in the order of the names."""
    text = filled(project, 'ruling = "a"\ntext = "A."\ntake = "2"', open=True)
    assert brought(project, text).decisions == 1
    assert set(team(project)[0].sources.values()) == {"ben"}


FAULTY = """\
```toml meeting
date = "today"
version = "0.9"
```
```toml ruling
point = "pnowhere00"
ruling = "a"
text = "A."
```
```toml ruling
point = "POINT0"
ruling = "b c"
passage = "stanse"
take = "7"
```
```toml ruling
point = "POINT1"
ruling = "d"
text = "D."
passage = "stanse"
take = "VERSION"
set = { stance = "maybe", colour = "red", speakers = ["Ana Ruis"] }
words = { content = "not in there", source = "it … may", cue = "say" }
```
```toml ruling
point = "POINT1"
ruling = "d"
text = "D."
take = "VERSION"
colour = 3
```
```toml ruling
ruling = "e"
```
```toml ruling
point = "x"
text = "no name"
take = 1
```
```toml ruling
point = "x"
text = "no name"
```
```toml ruling
this is not toml
```
```toml ruling
point = "y"
"""


def test_all_faults_at_once(project: Project) -> None:
    """Each with its line; nothing is written."""
    first, second = listed(project).points
    text = FAULTY.replace("POINT0", first.id).replace("POINT1", second.id)
    before = events(project)
    found = brought(project, text.replace("VERSION", version_of(project, 1, "ana"))).faults
    assert [(fault.line, fault.key) for fault in found] == [
        (2, "date"),
        (3, "version"),
        (6, "point"),
        (10, "text"),
        (12, "ruling"),
        (13, "passage"),
        (14, "take"),
        (20, "passage"),
        (22, "set"),
        (22, "set"),
        (22, "set"),
        (23, "words"),
        (23, "words"),
        (26, "point"),
        (30, "colour"),
        (32, "point"),
        (38, "take"),
        (40, "ruling"),
        (45, ""),
        (47, ""),
    ]
    assert "did you mean stance?" in str(found[5])
    assert "did you mean Ana Ruiz?" in " ".join(map(str, found))
    assert events(project) == before
    assert not (project.folder / "rulings.toml").exists()


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ('ruling = "a"\ntext = "A."\ntake = "9"', "version 9 has no claim here; versions that have one"),
        ('ruling = "a"\ntext = "A."\ntake = "first"', 'the number of a version, "gold", "none", or nothing'),
        ('ruling = "a"\ntake = "none"', "the ruling a has no text"),
        ('ruling = "a"\ntext = "A."\nset = { stance = "denies" }', "set changes a version, and none is taken"),
        ('ruling = "a"\ntext = "A."\ntake = "gold"\nset = { stance = "denies" }', "has 2 claims, and set changes one"),
        ('ruling = "a"\ntext = "A."\nwords = { content = 3 }\ntake = "1"', "words.content is not right: 3"),
        ('ruling = "a"\ntext = "A."\nlook = { stance = "asserts" }', "look.stance is not right"),
        ('ruling = "a"\ntext = "A."\nlook = { stanec = ["asserts"] }', 'no field "stanec"; did you mean stance'),
        (f'ruling = "a"\ntext = "A."\ntake = "{"9" * 5000}"', "take is not right"),
        ('ruling = "a"\ntext = "A."\ntake = "1"\nset = { confidence = nan }', "has 2 claims, and set changes one"),
        ('ruling = "a"\ntext = "A."\ntake = "1"\nset = { stance = 2026-01-01 }', "set.stance is not right: "),
        ('ruling = "a"\ntext = "A."\ntake = "1"\nset = { stance = { a = 1 } }', "set.stance is not right: "),
        (f'ruling = "a"\ntext = "A."\nset.{"a." * 3000}b = 1', "nested too deeply"),
        ('ruling = "a"\ntext = "A."\npassage = "nowhere-at-all"', "the guidelines have no heading nowhere-at-all"),
    ],
)
def test_what_a_block_cannot_say(project: Project, block: str, why: str) -> None:
    """A sentence for each."""
    assert why in " ".join(map(str, brought(project, filled(project, block)).faults))


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ('version = "x"\n```\n\n```toml meeting\ndate = "2026-01-01"', "a version is numbers with dots"),
        (f'version = "1.{"9" * 5000}"', "a version is numbers with dots"),
    ],
)
def test_what_a_meeting_cannot_say(project: Project, head: str, why: str) -> None:
    """One sentence, also where a second block follows."""
    faults = brought(project, filled(project, 'ruling = "a"\ntext = "A."', head=head)).faults
    assert len(faults) == 1
    assert why in str(faults[0])


def test_a_list_without_end_is_not_read(project: Project, tmp_path: Path) -> None:
    """It is refused by its size."""
    path = tmp_path / "list.md"
    with path.open("wb") as file:
        file.truncate(limits.LIST + 1)
    with pytest.raises(UsageError, match="larger than 64 MB"):
        bring_back(project, path, NOW)


def test_a_heading_in_any_script_comes_back() -> None:
    """What the list writes into a block is TOML that can be read, as people write it."""
    for words in ("𠮷野-家", "übung", "a\x7f\u202eb", 'say "x"'):
        assert tomllib.loads(f"passage = {toml_text(words)}")["passage"] == words
    assert toml_text("übung") == '"übung"'


def test_a_key_without_end_is_cut(project: Project) -> None:
    """Its sentence stays one that can be read."""
    (fault,) = brought(project, filled(project, f'ruling = "a"\ntext = "A."\n{"k" * 70_000} = 1')).faults
    assert "is unknown here" in str(fault)
    assert len(str(fault)) < 500


def test_names_are_not_given_twice(project: Project) -> None:
    """Two texts under one name, in one list or in two meetings."""
    two = filled(project, 'ruling = "a"\ntext = "A."', 'ruling = "a"\ntext = "B."')
    assert "has another text in line" in str(brought(project, two).faults[0])
    assert brought(project, filled(project, 'ruling = "a"\ntext = "A."')).faults == ()
    later = filled(project, 'ruling = "a"\ntext = "B."').replace('date = "2026-02-03"', 'date = "2026-03-03"')
    assert "there is a ruling a of 2026-02-03 with another text" in str(brought(project, later).faults[0])
    same = filled(project, 'ruling = "a"\ntake = "none"').replace('date = "2026-02-03"', 'date = "2026-03-03"')
    assert brought(project, same).decisions == 1
    assert project.rulings().rulings[0].date == "2026-02-03"


def test_the_version_only_goes_up(project: Project) -> None:
    """But an old list that says nothing new is no fault."""
    first = filled(project, 'ruling = "a"\ntext = "A."\ntake = "none"')
    assert brought(project, first).version == "1.1"
    assert brought(project, filled(project, 'ruling = "b"\ntext = "B."', head='version = "1.2"')).version == "1.2"
    old = brought(project, first)
    assert (old.faults, old.version) == ((), "1.2")
    assert brought(project, filled(project, 'ruling = "c"\ntext = "C."', head='version = "1.0"')).faults != ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bridge", ["bridge"]),
        ("The bridge is\n  safe", [SAFE]),
        (f"{SAFE} … {STAY}", [SAFE, STAY]),
        (f"{STAY} … {SAFE}", []),
        ("no such words", []),
        ("…", []),
        ("", []),
    ],
)
def test_where_words_stand(words: str, expected: list[str]) -> None:
    """Whatever the white space; pieces one after the other; otherwise nowhere."""
    found = placed(words, RENTS.text, Span(150, 160))
    assert [RENTS.text[start:end] for start, end in found] == expected


def test_the_nearest_of_several() -> None:
    """Words that stand twice are meant where the case is; literal dots are words first."""
    text = "it fell … and it rose and it fell"
    assert placed("it fell", text, Span(20, 25)) == (Span(26, 33),)
    assert placed("it fell", text, Span(0, 4)) == (Span(0, 7),)
    assert placed("it fell … and", text, Span(30, 33)) == (Span(0, 13),)
    assert placed("may", "The mayor said that rents may fall.", Span(4, 9)) == (Span(26, 29),)
    assert placed("rent", "The mayor said that rents may fall.", Span(4, 9)) == (Span(20, 24),)
    assert placed(", and", "it fell, and it rose", Span(0, 2)) == (Span(7, 12),)
    assert placed("it … rose", text, Span(0, 4)) == (Span(0, 2), Span(17, 21))


def test_only_our_blocks_are_read() -> None:
    """Notes around them, other fences, CRLF and quoted blocks make no difference."""
    text = (
        "Notes of mine\r\n```toml\r\nruling = 'x'\r\n```\r\n"
        "> ```toml ruling\r\n> point = 'q'\r\n> ```\r\n"
        '```toml ruling\r\npoint = "p1"\r\nruling = "a"\r\ntext = "A."\r\n```\r\nmore notes'
    )
    found, faults = read_filled(text, file="m.md")
    assert faults == []
    assert found.answers == (Answer("p1", 8, "a", "A.", lines={"point": 9, "ruling": 10, "text": 11}),)
    assert [str(fault) for fault in read_filled("nothing", file="m.md")[1]] == [
        "m.md: there is no block of a meeting list in it; the list that `annotator meeting -o FILE` writes, filled in."
    ]


def test_a_note_cannot_smuggle_in_a_ruling(tmp_path: Path) -> None:
    """What an annotator wrote stays a line of words in the list."""
    note = '```\n```toml ruling\npoint = "x"\nruling = "mine"\n```'
    layers = {
        layer: held._replace(claims=tuple(flagged(each, note) if each.id == "a4" else each for each in held.claims))
        for layer, held in DATA.layers.items()
    }
    decisions = tuple(each for each in DATA.decisions if each.id != "d4")
    with Project.open(reviewed(tmp_path / "p", replace(DATA, layers=layers, decisions=decisions))) as project:
        found, faults = read_filled(markdown(sheet(listed(project), "2026-02-03")), file="m.md")
        assert (found.answers, faults, found.untouched) == ((), [], 2)


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(project: Project, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls the verb; (status, stdout, stderr)."""

    def called(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = run(["-C", str(project.folder), "meeting", *map(str, words)])
        except SystemExit as left:
            status = int(left.code or 0)
        found = capsys.readouterr()
        return status, found.out, found.err

    return called


def test_by_the_verb(call: Call, project: Project) -> None:
    """The list into a file, filled, brought back, and what it touches: in words and as JSON."""
    path = project.folder.parent / "list.md"
    assert call("-o", path)[::2] == (0, "2 points in 1 article.\n")
    look = 'look = { stance = ["hedges", "denies"], words = ["the figure"] }'
    path.write_text(filled(project, f'ruling = "a"\ntext = "A."\npassage = "stance"\ntake = "gold"\n{look}'), "utf-8")
    status, out, talk = call("--rulings", path)
    assert (status, out) == (0, "")
    assert talk.splitlines() == [
        "1 decision written, 0 there already; 1 ruling new or changed; 1 point without a ruling.",
        "The guidelines have version 1.1 now.",
        "Next: annotator meeting --touched-by RULING, for a.",
    ]
    status, out, _ = call("--touched-by", "a", "--format", "json")
    found: dict[str, Any] = json.loads(out)
    assert (status, found["format"], found["ruling"]["version"]) == (0, "touched/1", "1.1")
    assert [(row["words"], row["hits"], len(row["who"]), row["status"]) for row in found["cases"]] == [
        ("“the figure invented”", ["stance denies", "“the figure”"], 3, "decided by the adjudicator"),
        ("“It may spread,”", ["stance hedges"], 3, "decided by the adjudicator"),
        ("“it may fall”", ["stance hedges"], 1, "decided by the adjudicator"),
    ]
    _, out, _ = call("--touched-by", "a", "--as", "ben")
    assert "ben: Ana Ruiz · asserts" in out
    assert "ana" not in out.replace("Ana", "")
    assert call("--touched-by", "b")[::2] == (2, "There is no ruling 'b'; there is a.\n")
    assert call("--touched-by", "a", "--as", "dora")[0] == 2
    assert call("--touched-by", "a", "--rulings", path)[0] == 2
    assert call("--rulings", project.folder / "nothing.md")[0] == 2
    assert call("--round", "pilot")[::2] == (2, "There is no round 'pilot'; there is main.\n")


def test_faults_by_the_verb(call: Call, project: Project) -> None:
    """Exit 1, each fault a line with its place."""
    path = project.folder.parent / "list.md"
    path.write_text(filled(project, 'ruling = "a"\ntake = "7"'), "utf-8")
    status, out, talk = call("--rulings", path)
    assert (status, out) == (1, "")
    assert talk.splitlines()[-1] == "Nothing was written, because of 2 faults."
    assert re.match(rf"{re.escape(str(path))}:\d+: take: version 7 has no claim here", talk.splitlines()[1])


def test_what_is_later_is_not_earlier(project: Project) -> None:
    """A claim that was changed after the meeting was looked at; a ruling with nothing to look for says so."""
    from annotator.core.errors import UsageError
    from annotator.project.meeting.again import again

    brought(project, filled(project, 'ruling = "a"\ntext = "A."\nlook = { stance = ["denies"] }'))
    assert [row.words for row in again(project, "a").rows] == ["“the figure invented”"]
    assert [row.who for row in again(project, "a", who="ana").rows] == [("ana",)]
    changed(project, "a2", lambda claim: replace(claim, updated="2026-02-04T09:00:00.000Z"))
    assert again(project, "a", who="ana").rows == ()
    brought(project, filled(project, 'ruling = "b"\ntext = "B."', head=""))
    with pytest.raises(UsageError, match="names nothing to look for"):
        again(project, "b")


def test_what_is_looked_for_is_a_field(project: Project) -> None:
    """A key that the scheme does not have is told, not passed over; yes and no are looked for as they are written."""
    brought(project, filled(project, 'ruling = "a"\ntext = "A."\nlook = { stance = ["denies"] }'))
    path = project.folder / "rulings.toml"
    path.write_text(path.read_text("utf-8").replace("stance", "stanec"), "utf-8")
    with pytest.raises(UsageError, match="which the scheme does not have; did you mean stance"):
        again(project, "a")
    held = Claim("x", "a", "ana", fields={"sure": False})
    assert [keys_of(held, key) for key in ("sure", "stance")] == [("false",), ()]


def test_what_was_overruled_is_looked_for(project: Project) -> None:
    """Without `look`, the values of the passage's field that the ruling did not take."""
    text = filled(project, "", 'ruling = "h"\ntext = "H."\npassage = "stance"\ntake = "V"\nset = { stance = "denies" }')
    assert brought(project, text.replace('"V"', f'"{version_of(project, 1, "ana")}"')).faults == ()
    ruling = project.rulings().named("h")
    assert ruling is not None
    assert ruling.look == {"stance": ("hedges",)}


def test_rulings_travel_with_a_bundle(project: Project, tmp_path: Path) -> None:
    """Word for word."""
    brought(project, filled(project, 'ruling = "a"\ntext = "A."\ntake = "none"'))
    assert run(["-C", str(project.folder), "export", "--format", "bundle", "-o", str(tmp_path / "b")]) == 0
    assert (tmp_path / "b" / "rulings.toml").read_bytes() == (project.folder / "rulings.toml").read_bytes()
