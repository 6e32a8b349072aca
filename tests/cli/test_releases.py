"""Releases: frozen, repeated byte for byte while the project goes on, compared, refused where they are broken."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from annotator.project.create import create
from annotator.project.project import STORE
from annotator.project.release import manifest
from tests.cli.exporting import Caller, files, sample
from tests.hand import ROOT, Hand

TEXT = "Rents fell by 4.1 percent in May, the ministry said. The union denied that rents fell. Nobody asked why.\n"


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls on a copy of the sample project."""
    return Caller(sample(tmp_path / "p"), capsys)


def add(call: Caller, name: str, text: str) -> None:
    """One more article."""
    path = call.project.parent / f"{name}.txt"
    path.write_text(text, "utf-8")
    assert call("add", path).status == 0


def change(call: Caller, **changes: Any) -> dict[str, Any]:
    """The first claim of ana on harbor-bridge with these keys changed, imported over it; as it was."""
    record = call.claims("--layer", "ana", "--articles", "harbor-bridge")[0]
    path = call.project.parent / "change.jsonl"
    path.write_text(json.dumps({**record, **changes}) + "\n", "utf-8")
    assert call("import", path).status == 0
    return record


def test_a_release_is_repeated_although_the_project_goes_on(call: Caller, tmp_path: Path) -> None:
    """After labels, plan, articles, guidelines and scheme have changed, it is what it was, manifest included."""
    words = ["--split", "60/20/20", "--where", "quote!=none", "--seed", "7", "--format", "claims,articles,bundle"]
    assert call("release", "v1", *words, "-o", tmp_path / "v1").status == 0
    first = files(tmp_path / "v1")
    change(call, fields={"stance": "declines", "evidence": "none", "quote": "indirect"})
    add(call, "new", TEXT)
    assert call("assign", "ALL", "--to", "dora").status == 0
    (call.project / "guidelines.md").write_text("# Other\n", "utf-8")
    scheme = call.project / "scheme.toml"
    scheme.write_text(scheme.read_text("utf-8").replace('version = "1.0"', 'version = "1.1"'), "utf-8")
    done = call("export", "--release", "v1", "-o", tmp_path / "again")
    assert done.status == 0
    assert "Every file is as it was when v1 was made." in done.talk
    assert files(tmp_path / "again") == first
    manifest = json.loads(first.pop("manifest.json"))
    assert manifest["name"] == "v1"
    assert {each["path"]: each["sha256"] for each in manifest["files"]} == {
        name: sha256(data).hexdigest() for name, data in first.items()
    }
    assert manifest["vector"]
    assert manifest["scheme"]["version"] == "1.0"
    assert manifest["agreement"]["f1"]["value"] > 0
    assert manifest["command"] == f"annotator release v1 --format claims,articles,bundle {WORDS}"
    assert "project_files" not in manifest
    assert files(call.project / "releases").keys() == {"v1.json"}


WORDS = "--where 'quote!=none' --split 60/20/20 --seed 7"


def test_a_release_in_another_format(call: Caller, tmp_path: Path) -> None:
    """The same state and filters, without the hashes of the formats it was made in."""
    call("release", "v1", "--layer", "gold", "--format", "articles")
    change(call, note="later")
    done = call("export", "--release", "v1", "--format", "claims")
    assert done.status == 0
    assert {json.loads(line)["layer"] for line in done.out.splitlines()} == {"gold"}
    done = call("export", "--release", "v1", "--layer", "ana", "-o", tmp_path / "x")
    assert done.status == 2
    assert "A release has its own filters" in done.talk


def test_undo_and_redo_after_a_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is undone by hand after a release is in it still; what is redone is not added."""
    with create(tmp_path / "p") as project:
        hand = Hand(project.folder / STORE.parent, TEXT)
    call = Caller(tmp_path / "p", capsys)
    hand.on("Rents fell by 4.1 percent in May").press("c t a y a").settle()
    hand.on("rents fell").press("c t d").settle()
    assert call("release", "v1", "--include-open", "-o", tmp_path / "v1").status == 0
    assert len(call.claims()) == 2
    hand.press("u u u u").settle()
    assert len(call.claims()) == 1
    assert call("export", "--release", "v1", "-o", tmp_path / "undone").status == 0
    hand.press("d").settle()
    assert call.claims() == []
    assert call("diff", "v1").out.endswith("0 added, 2 removed, 0 moved, 0 relabelled.\n")
    assert call("export", "--release", "v1", "-o", tmp_path / "deleted").status == 0
    hand.press("u").settle()
    hand.close()
    assert files(tmp_path / "v1") == files(tmp_path / "undone") == files(tmp_path / "deleted")


def test_killed_at_any_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A release that is killed is whole or not there, and one of the same name can be made then."""
    create(tmp_path / "p").close()
    call = Caller(tmp_path / "p", capsys)
    add(call, "rents", TEXT)
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "annotator", "-C", str(call.project), "release"]
    begun = time.monotonic()
    subprocess.run([*words, "whole"], env=env, check=True, capture_output=True)
    length = time.monotonic() - begun
    for number, share in enumerate((0.6, 0.9, 1.0)):
        name = f"v{number}"
        # Whatever the moment turns out to be, what is asked holds.
        with subprocess.Popen([*words, name], env=env, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(length * share)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        if not (call.project / "releases" / f"{name}.json").exists():
            assert call("release", name).status == 0
        assert call("export", "--release", name, "-o", tmp_path / name).status == 0
    assert call("check").status == 0


def test_a_full_disk(tmp_path: Path) -> None:
    """A manifest that cannot be written whole is not written at all."""
    with create(tmp_path / "p") as project:
        (project.folder / "guidelines.md").write_text("word " * 40_000, "utf-8")
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
    code = f"{limited}from annotator.cli import run; sys.exit(run(['-C', {str(tmp_path / 'p')!r}, 'release', 'v1']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "v1.json could not be written: File too large." in done.stderr
    assert list((tmp_path / "p" / "releases").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["a/b", "..", ".v1", "v1.", "a\\b", "C:\\x", "now", "NOW", "x" * 65, "a b", "\x1b[31m", "nul", "com1.x"]
)
def test_names_that_cannot_be(call: Caller, name: str) -> None:
    """A name is a file's name on every system."""
    for words in (("release", name), ("export", "--release", name, "-o", "out"), ("diff", name, "v1")):
        done = call(*words)
        if words[0] == "diff" and name == "now":
            continue
        assert done.status == 2
        assert "cannot be the name of a release" in done.talk
        assert "\x1b" not in done.talk
    assert not (call.project / "releases").exists()


def test_nothing_is_frozen_when_it_could_not_be_written(call: Caller, tmp_path: Path) -> None:
    """A folder with something of one's own in it is refused first; so is a file."""
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    for target in (tmp_path, tmp_path / "mine.txt"):
        done = call("release", "v1", "-o", target)
        assert done.status == 2
        assert "is no older export" in done.talk
    assert not (call.project / "releases").exists()
    assert call("release", "v1", "-o", tmp_path / "out").status == 0
    assert call("release", "v2", "-o", tmp_path / "out").status == 0


def test_releases_never_change(call: Caller) -> None:
    """A name is given once, in whatever case; the list shows what there is; a near name is offered."""
    assert call("release").talk.startswith("There is no release yet")
    assert call("release", "v1").status == 0
    done = call("release", "V1")
    assert done.status == 2
    assert "never change" in done.talk
    assert call("release").out.startswith("v1 ")
    assert "did you mean v1?" in call("diff", "v11").talk
    assert call("diff", "now").status == 2


def test_two_at_once_are_one(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second is told, although there was no such release when it began."""
    monkeypatch.setattr(manifest, "taken", lambda project, name: False)
    assert call("release", "v1", "--layer", "ana").status == 0
    was = (call.project / "releases" / "v1.json").read_bytes()
    done = call("release", "v1", "--layer", "ben")
    assert (done.status, "never change" in done.talk) == (2, True)
    assert (call.project / "releases" / "v1.json").read_bytes() == was


def test_the_agreement_is_that_of_what_is_released(call: Caller) -> None:
    """Of its articles alone, whatever has chosen them."""
    assert call("release", "v1", "--where", "article=water-vote").status == 0
    held = json.loads((call.project / "releases" / "v1.json").read_text("utf-8"))
    own = json.loads(call("agreement", "--articles", "water-vote", "--format", "json").out)
    assert held["agreement"]["articles"] == 1
    assert held["agreement"]["f1"]["value"] == pytest.approx(own["overall"]["f1"], abs=1e-4)
    assert call("release", "v2", "--layer", "ana").status == 0
    held = json.loads((call.project / "releases" / "v2.json").read_text("utf-8"))
    assert held["agreement"] == {"reason": "only one layer is released"}


def test_what_a_system_leaves_beside_releases_is_none(call: Caller) -> None:
    """Hidden files are passed over."""
    assert call("release", "v1").status == 0
    (call.project / "releases" / "._v1.json").write_bytes(b"\0\5\x16\7")
    assert call("release").out.startswith("v1 ")


@pytest.mark.parametrize("words", [("--split-by", "outlet"), ("--seed", "4"), ("--afresh",)])
def test_words_of_a_split_need_one(call: Caller, words: tuple[str, ...]) -> None:
    """They are not passed over in silence."""
    done = call("export", *words, "-o", "x")
    assert (done.status, f"{words[0]} says how to split" in done.talk) == (2, True)


BROKEN = ["", "{", "[]", '{"format":"release/2"}', '{"format":"release/1"}', '{"format":"release/1","asked":1}']


@pytest.mark.parametrize("text", BROKEN)
def test_a_manifest_that_is_none(call: Caller, text: str) -> None:
    """A sentence with its path, and a newer one is said to be."""
    (call.project / "releases").mkdir()
    (call.project / "releases" / "v1.json").write_text(text, "utf-8")
    for words in (("release",), ("diff", "v1"), ("export", "--release", "v1", "-o", "x")):
        done = call(*words)
        assert done.status == 1
        assert "releases/v1.json" in done.talk


def test_a_release_needs_its_events(call: Caller, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A manifest that came without its events says what is lacking; a file of it that differs is named."""
    call("release", "v1")
    path = call.project / "releases" / "v1.json"
    with create(tmp_path / "q") as project:
        (project.folder / "releases").mkdir()
        (project.folder / "releases" / "v1.json").write_bytes(path.read_bytes())
    done = Caller(tmp_path / "q", capsys)("export", "--release", "v1", "-o", tmp_path / "x")
    assert done.status == 1
    assert "bring them in first" in done.talk
    record = json.loads(path.read_text("utf-8"))
    record["files"][0]["sha256"] = "0" * 64
    path.write_text(json.dumps(record), "utf-8")
    done = call("export", "--release", "v1", "-o", tmp_path / "x")
    assert done.status == 1
    assert "Not as it was when v1 was made, by annotator " in done.talk
    assert "native/claims.jsonl" in done.talk


def test_splits_are_kept_while_the_project_grows(call: Caller, tmp_path: Path) -> None:
    """An article keeps its portion; a copy goes where its original is; other ways need --afresh."""
    assert call("release", "v1", "--split", "60/20/20").status == 0
    before = portions(call, "v1")
    source = (ROOT / "samples" / "articles" / "harbor-bridge.txt").read_text("utf-8-sig")
    for number in range(6):
        add(call, f"new{number}", f"Another story {number}. " + TEXT.replace("Rents", f"Prices of {number} things"))
    add(call, "copy", source.replace("bridge", "Bridge") + "\nUpdated later.\n")
    assert call("release", "v2", "--split", "34/33/33", "--seed", "99").status == 0
    after = portions(call, "v2")
    assert before.items() <= after.items()
    assert after["copy"] == before["harbor-bridge"]
    done = call("export", "--split", "1/1", "-o", tmp_path / "x")
    assert done.status == 2
    assert "The release v1 was split into train/dev/test by article" in done.talk
    assert call("export", "--split", "1/1", "--afresh", "-o", tmp_path / "x").status == 0
    sides = [
        {json.loads(line)["article"]["id"] for line in files(tmp_path / "x")[f"{name}.jsonl"].splitlines()}
        for name in ("train", "test")
    ]
    assert not sides[0] & sides[1]
    assert sides[0] | sides[1] == set(before)


def portions(call: Caller, name: str) -> dict[str, str]:
    """Article → portion, as the manifest has it."""
    split = json.loads((call.project / "releases" / f"{name}.json").read_text("utf-8"))["split"]
    return {id: portion for portion, ids in split["portions"].items() for id in ids}


def test_diff(call: Caller, tmp_path: Path) -> None:
    """Between releases and now: what was made by hand, and nothing else; in words and as JSON."""
    call("release", "v1", "--layer", "ana")
    assert json.loads(call("diff", "v1", "--json").out)["counts"] == NOTHING
    was = change(call, fields={"stance": "declines", "evidence": "none", "quote": "none"}, note="x")
    call("release", "v2", "--layer", "ana")
    piece = was["spans"]["content"][0]
    shorter = {**piece, "end": piece["end"] - 1, "text": piece["text"][:-1]}
    change(call, spans={**was["spans"], "content": [shorter]}, fields={})
    found = json.loads(call("diff", "v1", "v2", "--json").out)
    fields = dict.fromkeys((*was["fields"], "stance", "evidence", "quote"), 1)
    assert found["counts"] == {**NOTHING, "relabelled": 1, "fields": fields}
    (claim,) = found["claims"]
    assert claim["relabelled"]["stance"] == [was["fields"]["stance"], "declines"]
    out = call("diff", "v2").out
    assert f"~ ana {was['id']} “" in out
    assert f"content [[{piece['start']}, {piece['end']}]] → [[{piece['start']}, {piece['end'] - 1}]]" in out
    assert "stance declines → nothing" in out
    assert out.endswith("0 added, 0 removed, 1 moved, 1 relabelled (evidence 1, quote 1, stance 1).\n")
    add(call, "new", TEXT)
    assert json.loads(call("diff", "v2", "--json").out)["articles"] == {"added": ["new"], "removed": []}
    back = json.loads(call("diff", "v2", "v1", "--json").out)["claims"][0]["relabelled"]["stance"]
    assert back == ["declines", was["fields"]["stance"]]


NOTHING: dict[str, Any] = {"added": 0, "removed": 0, "moved": 0, "relabelled": 0, "fields": {}}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("files", None),
        ("files", [{"path": 1}]),
        ("project_files", {"annotator.toml": 7}),
        ("vector", {"w": "9"}),
        ("claims", "x"),
        ("asked", {"articles": 5}),
        ("asked", {"where": [5]}),
        ("split", {"portions": {"train": []}, "unplaced": {}}),
        ("split", {"by": "article", "unplaced": {}}),
        ("split", {"by": "article", "portions": {"train": "harbor-bridge"}, "unplaced": {}}),
    ],
)
def test_a_manifest_in_which_something_is_wrong(call: Caller, key: str, value: object) -> None:
    """It is named, whichever verb reads it, and nothing inside of the program goes wrong."""
    assert call("release", "v1").status == 0
    path = call.project / "releases" / "v1.json"
    record = json.loads(path.read_text("utf-8")) | {key: value}
    path.write_text(json.dumps({name: held for name, held in record.items() if held is not None}), "utf-8")
    for words in (["release"], ["diff", "v1"], ["export", "--release", "v1", "-o", "out"]):
        done = call(*words)
        assert done.status == 1
        assert "v1.json is not the manifest of a release" in done.talk
