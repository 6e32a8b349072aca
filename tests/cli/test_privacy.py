"""What may not be passed on: exports without texts and their way back, and pseudonyms with a key that stays."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from annotator.core.claim import Claim, Link
from annotator.core.release.pseudonym import Pseudonyms
from annotator.project.create import create
from annotator.project.project import Project
from annotator.project.release import privacy
from annotator.project.release.privacy import FILE, pseudonyms
from tests.cli.exporting import Caller, files, sample
from tests.hand import ROOT
from tests.reviewed import reviewed

TEXTS = ROOT / "samples" / "articles"


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls on a copy of the sample project."""
    return Caller(sample(tmp_path / "p"), capsys)


@pytest.mark.parametrize("format", ["claims", "articles"])
@pytest.mark.parametrize("source", ["project", "files"])
def test_words_go_and_come_back(call: Caller, tmp_path: Path, format: str, source: str) -> None:
    """No line and no quoted words are left (names and notes are); from the texts, the export is made whole again."""
    bare, whole = tmp_path / "bare.jsonl", tmp_path / "whole.jsonl"
    assert call("export", "--format", format, "--no-text", "-o", bare).status == 0
    assert call("export", "--format", format, "-o", whole).status == 0
    shown = bare.read_text("utf-8")
    pieces = [part["text"] for claim in call.claims() for parts in claim["spans"].values() for part in parts]
    assert not [words for words in pieces if words.count(" ") >= 5 and json.dumps(words)[1:-1] in shown]
    with Project.open(call.project) as project:
        sentences = [text for article in project.articles().values() for text in article.text.split("\n")]
    assert not [words for words in sentences if words.count(" ") >= 5 and words in shown]
    assert '"text"' not in shown
    there = call.project if source == "project" else TEXTS
    done = call("rehydrate", bare, "--texts", there, "-o", tmp_path / "again.jsonl")
    assert done.status == 0, done.talk
    assert (tmp_path / "again.jsonl").read_bytes() == whole.read_bytes()
    assert call("rehydrate", bare, "--texts", there).out == whole.read_text("utf-8")


def test_texts_are_found_by_their_hash(call: Caller, tmp_path: Path) -> None:
    """One changed letter, a lacking file, a shortened span, a foreign line: each is refused with its line."""
    bare = tmp_path / "bare.jsonl"
    call("export", "--layer", "ana", "--no-text", "-o", bare)
    texts = tmp_path / "texts"
    texts.mkdir()
    for path in TEXTS.iterdir():
        (texts / f"renamed-{path.name}").write_bytes(path.read_bytes())
    (texts / "picture.bin").write_bytes(bytes(range(256)))
    assert "picture.bin was passed over" in call("rehydrate", bare, "--texts", texts, "-o", tmp_path / "x").talk
    changed = texts / "renamed-water-vote.txt"
    changed.write_bytes(changed.read_bytes().replace(b"the", b"The", 1))
    lines = bare.read_text("utf-8").splitlines()
    done = call("rehydrate", bare, "--texts", texts, "-o", tmp_path / "y")
    assert done.status == 1
    assert f"{bare}:{len(lines)}: no text has the hash " in done.talk
    assert not (tmp_path / "y").exists()
    done = call("rehydrate", bare, "--texts", texts, "-o", tmp_path / "y", "--keep-going")
    assert done.status == 1
    kept = sum('"id":"water-vote"' not in line for line in lines)
    assert len((tmp_path / "y").read_text("utf-8").splitlines()) == kept
    odd = tmp_path / "odd.jsonl"
    first = json.loads(lines[0])
    first["spans"]["content"][0]["end"] = 10**6
    shapes = [json.dumps(first), "{", "[]", '{"format":"claims/1"}', '{"format":"claims-bare/1"}', '{"format":[]}']
    shapes.append(json.dumps({**json.loads(lines[0]), "spans": 3}))
    odd.write_text("\n".join([*shapes, lines[0]]) + "\n", "utf-8")
    done = call("rehydrate", odd, "--texts", TEXTS, "--keep-going")
    assert len(done.out.splitlines()) == 1
    for number in range(1, len(shapes) + 1):
        assert f"{odd}:{number}: " in done.talk
    assert call("rehydrate", odd, "--texts", tmp_path / "none").status == 2
    assert call("rehydrate", tmp_path / "none", "--texts", TEXTS).status == 2


def test_bare_lines_are_not_imported(call: Caller, tmp_path: Path) -> None:
    """What would help is said."""
    for format in ("claims", "articles"):
        call("export", "--format", format, "--no-text", "-o", tmp_path / "bare.jsonl")
        done = call("import", tmp_path / "bare.jsonl")
        assert done.status == 1
        assert "which has no words; `annotator rehydrate` puts the words back from the texts." in done.talk


def test_titles_that_are_not_in_the_text_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A title that the source gave is about the article; one made from its first line is made again."""
    create(tmp_path / "p").close()
    call = Caller(tmp_path / "p", capsys)
    record = {
        "format": "article/1",
        "id": "a",
        "title": "Given",
        "text": "First line\n\nMore.",
        "meta": {"address": "x:y"},
    }
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps(record) + "\n" + json.dumps({**record, "id": "b", "title": "First line"}) + "\n", "utf-8"
    )
    assert call("import", path).status == 0
    found = [json.loads(line) for line in call("export", "--format", "articles", "--no-text").out.splitlines()]
    assert [each.get("title") for each in found] == ["Given", None]
    assert found[0]["meta"] == {"address": "x:y"}
    assert found[0]["length"] == 17


NAMES = ("ana", "ben", "cleo", "rosa")


def test_pseudonyms(call: Caller, tmp_path: Path) -> None:
    """No name of a person, no note, no time, no id made of a name; the same names twice; the key stays here."""
    with (call.project / "note.jsonl").open("w") as stream:
        record = call.claims("--layer", "ana", "--articles", "harbor-bridge")[0]
        stream.write(json.dumps({**record, "note": "Ask Ben about this.", "reviewed_by": "rosa"}) + "\n")
    assert call("import", call.project / "note.jsonl").status == 0
    words = ["--format", "claims,articles,bundle", "--pseudonyms", "--split", "60/20/20"]
    out, again, report = tmp_path / "out", tmp_path / "again", tmp_path / "r.json"
    assert call("export", *words, "-o", out, "--report", report).status == 0
    assert call("export", *words, "-o", again).status == 0
    assert files(out) == files(again)
    found = files(out) | {"report": report.read_bytes()}
    assert "bundle/annotator.toml" not in found
    for name, data in found.items():
        text = data.decode("utf-8")
        assert not re.findall(rf'"(?:{"|".join(NAMES)})"', text), name
        assert not re.findall(rf'"(?:{"|".join(NAMES)})-[\w-]+"', text), name
        assert "Ask Ben" not in text
        assert not re.findall(r'"(?:created|updated)":"2', text), name
    key = call.project / FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    held = json.loads(key.read_text("utf-8"))
    assert set(NAMES[:3]) <= set(held["names"].values())
    assert not any(held["key"].encode() in data for data in found.values())
    lines = [json.loads(line) for line in found["native/claims.jsonl"].splitlines()]
    plain = call.claims()
    assert sorted(json.dumps(each["spans"]) for each in lines) == sorted(json.dumps(each["spans"]) for each in plain)
    humans = {each["annotator"] for each in lines if each["layer"] == "human"}
    assert {held["names"][name] for name in humans} == {"ana", "ben", "cleo"}
    assert {each["annotator"] for each in lines if each["layer"] == "gold"} == {"gold"}
    targets = {each["id"] for each in lines}
    assert all(link["target"] in targets for each in lines for link in each["links"])


def test_two_exports_at_once_have_one_key(call: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first key is everybody's, and names that another export adds meanwhile stay."""
    with Project.open(call.project) as project:
        path = call.project / FILE
        read = privacy._read
        monkeypatch.setattr(privacy, "_read", lambda place: {} if not path.exists() else read(place))
        with pseudonyms(project) as one, pseudonyms(project) as other:
            assert one.name("ana") == other.name("ana")
            made = {one.name("ben"): "ben", other.name("cleo"): "cleo"}
        assert made.items() <= read(path)["names"].items()


def test_a_model_keeps_its_name_in_links() -> None:
    """As in its layer; a person who is called like it does not."""
    people = Pseudonyms(lambda name: f"p-{name}", lambda id: id, frozenset({"rules"}))
    links = tuple(Link("supports", "x", by) for by in ("rules", "ana"))
    assert [link.annotator for link in people.claim(Claim("c", "a", "ana", links=links)).links] == ["rules", "p-ana"]


def test_a_pseudonymous_release(call: Caller, tmp_path: Path) -> None:
    """It is repeated with the same names; its manifest outside names nobody, its record inside does."""
    words = ["--pseudonyms", "--layer", "ana", "--where", "annotator=ana,ben", "-o", tmp_path / "v1"]
    assert call("release", "v1", *words).status == 0
    first = files(tmp_path / "v1")
    assert not re.findall(rb"\b(ana|ben)\b", first["manifest.json"])
    assert b"--layer ana" in (call.project / "releases" / "v1.json").read_bytes()
    assert call("export", "--release", "v1", "-o", tmp_path / "again").status == 0
    assert files(tmp_path / "again") == first
    assert json.loads(call("diff", "v1", "--json").out)["claims"] == []
    (call.project / FILE).write_text("{}", "utf-8")
    done = call("export", "--release", "v1", "-o", tmp_path / "again")
    assert done.status == 1
    assert "restore it, or the names will not be the same" in done.talk


def test_pseudonyms_of_what_was_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A part that nobody said stays nobody's; what a meeting said, and when, is not passed on."""
    call = Caller(reviewed(tmp_path / "p"), capsys)
    (call.project / "rulings.toml").write_text("format = 1\n", "utf-8")
    assert call("export", "--format", "bundle", "--pseudonyms", "-o", tmp_path / "b").status == 0
    lines = (tmp_path / "b" / "decisions.jsonl").read_text("utf-8").splitlines()
    sources = [value for line in lines for value in json.loads(line)["sources"].values()]
    assert sorted(value for value in sources if value in ("edited", *NAMES)) == ["edited"]
    assert len(sources) == 3
    assert "rulings.toml" not in files(tmp_path / "b")
    assert call("export", "--format", "bundle", "-o", tmp_path / "b").status == 0
    assert "rulings.toml" in files(tmp_path / "b")


def test_who_is_behind_them_was_changed(call: Caller) -> None:
    """Names that are none are said before anything goes out."""
    assert call("export", "--pseudonyms").status == 0
    path = call.project / ".annotator" / "pseudonyms.json"
    for wrong in ([], {"p1": 7}, "x"):
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"names": wrong}), "utf-8")
        done = call("export", "--pseudonyms")
        assert (done.status, done.out) == (1, "")
        assert "pseudonyms.json cannot be read" in done.talk
