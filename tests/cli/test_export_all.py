"""Exports of several formats at once, filters, and the report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from annotator.core.records.format import Losses
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.outgoing import formats
from annotator.project.project import Project
from annotator.project.release.freezing import prepared
from tests.cli.exporting import Caller, files, sample


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls on a copy of the sample project."""
    return Caller(sample(tmp_path / "p"), capsys)


def test_all_formats_stand_in_one_folder(call: Caller, tmp_path: Path) -> None:
    """At their places, each as it is alone, with the manifest that names their hashes; twice the same bytes."""
    out, again = tmp_path / "out", tmp_path / "again"
    done = call("export", "--format", "all", "-o", out, "--report", tmp_path / "r.json")
    found = files(out)
    assert found["native/claims.jsonl"].decode() == call("export").out
    assert found["native/documents.jsonl"].decode() == call("export", "--format", "articles").out
    call("export", "--format", "bundle", "-o", tmp_path / "bundle")
    assert {name: found[f"bundle/{name}"] for name in files(tmp_path / "bundle")} == files(tmp_path / "bundle")
    manifest = json.loads(found.pop("manifest.json"))
    assert {each["path"]: each["sha256"] for each in manifest["files"]} == {
        name: sha256(data).hexdigest() for name, data in found.items()
    }
    assert manifest["claims"] == found["native/claims.jsonl"].count(b"\n")
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert {key: manifest[key] for key in report} == report
    assert done.status == (1 if report["skipped"] else 0)
    call("export", "--format", "all", "-o", again)
    assert files(again) == files(out)


def test_an_older_export_is_replaced_and_nothing_else(call: Caller, tmp_path: Path) -> None:
    """With other formats, too; but not with a file of one's own in it."""
    out = tmp_path / "out"
    assert call("export", "--format", "claims,articles,bundle", "-o", out).status == 0
    assert call("export", "--format", "claims,articles", "-o", out).status == 0
    assert sorted(files(out)) == ["manifest.json", "native/claims.jsonl", "native/documents.jsonl"]
    (out / "native" / "mine.txt").write_text("mine", "utf-8")
    done = call("export", "--format", "claims,articles", "-o", out)
    assert done.status == 2
    assert "more than an export (native/mine.txt)" in done.talk


def test_a_format_without_its_library_is_skipped(call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among all it is said and the status is 1; alone it is an error, with the command that installs it."""
    code = (
        "from annotator.core.records.optional import needed\n"
        "class F:\n"
        "    name, help, suffix = 'odd', 'odd', '.odd'\n"
        "    def write(self, data, losses):\n"
        "        needed('nowhere', extra='odd')\n"
        "        yield\n"
        "FORMAT = F()\n"
    )
    info = tmp_path / "site" / "odd-1.0.dist-info"
    info.mkdir(parents=True)
    (tmp_path / "site" / "odd_format.py").write_text(code, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[annotator.formats]\nodd = odd_format:FORMAT\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    out = tmp_path / "out"
    done = call("export", "--format", "claims,odd", "-o", out)
    assert done.status == 1
    assert "skipped: nowhere is not installed; install it with: pip install 'annotator[odd]'" in done.talk
    assert sorted(files(out)) == ["manifest.json", "native/claims.jsonl"]
    assert json.loads((out / "manifest.json").read_text("utf-8"))["skipped"].keys() == {"odd"}
    for name in ("pyarrow", "spacy"):
        monkeypatch.setitem(sys.modules, name, None)
    done = call("export", "--format", "hf,claims,spacy,odd", "-o", out)
    assert done.status == 1
    said = "hf, spacy, odd: their libraries are not installed; install them with: pip install 'annotator[hf,spacy,odd]'"
    assert [line for line in done.talk.splitlines() if "skipped" in line] == [f"skipped: {said}"]
    done = call("export", "--format", "odd", "-o", out / "x.odd")
    assert done.status == 2
    assert "pip install 'annotator[odd]'" in done.talk
    assert call("release", "v1", "--format", "claims,odd").status == 2
    assert not (call.project / "releases").exists()


WHERE: list[tuple[list[str], Any]] = [
    (["--where", "stance=denies"], lambda claim: claim["fields"]["stance"] == "denies"),
    (
        ["--where", "evidence>=supported"],
        lambda claim: claim["fields"]["evidence"] in ("supported", "corroborated"),
    ),
    (["--where", "quote=direct,mixed"], lambda claim: claim["fields"]["quote"] in ("direct", "mixed")),
    (
        ["--where", "speaker.type=media", "--where", "stance!=asserts"],
        lambda claim: claim["fields"]["stance"] != "asserts" and '"type": "media"' in json.dumps(claim["speakers"]),
    ),
    (["--where", "kind=gold"], lambda claim: claim["layer"] == "gold"),
    (["--where", "article=water-vote"], lambda claim: claim["article"]["id"] == "water-vote"),
    (["--where", "markup=markdown"], lambda claim: claim["article"]["id"] == "river-fever"),
    (["--layer", "ana", "--articles", "harbor", "water"], lambda claim: claim["annotator"] == "ana"
     and claim["article"]["id"] in ("harbor-bridge", "water-vote")),
    (["--min-annotators", "3"], lambda claim: claim["article"]["id"] in THREE),
]  # fmt: skip
THREE: set[str] = set()


@pytest.mark.parametrize(("words", "wanted"), WHERE, ids=[" ".join(words) for words, _ in WHERE])
def test_filters(call: Caller, words: list[str], wanted: Any) -> None:
    """Exactly the claims for which it holds, by their exported records; what is left out is counted and said."""
    everything = call.claims()
    readers = {(each["article"]["id"], each["annotator"]) for each in everything if each["layer"] == "human"}
    THREE.update(id for id, count in Counter(id for id, _ in readers).items() if count >= 3)
    expected = [claim["id"] for claim in everything if wanted(claim)]
    assert 0 < len(expected) < len(everything)
    report = call.project.parent / "r.json"
    done = call("export", *words, "--report", report)
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [claim["id"] for claim in found] == expected
    told = json.loads(report.read_text("utf-8"))
    assert told["claims"] == len(expected)
    if words[0] != "--layer":
        assert "left out: " in done.talk
        assert told["left_out"]


def test_links_to_claims_that_are_left_out_are_cut(call: Caller) -> None:
    """So that a filtered file can be imported; how many is said."""
    everything = call.claims()
    linked = [claim for claim in everything if claim["links"]]
    assert linked
    done = call("export", "--where", "stance=denies")
    found = [json.loads(line) for line in done.out.splitlines()]
    ids = {(each["article"]["id"], each["annotator"], each["id"]) for each in found}
    for claim in found:
        for link in claim["links"]:
            assert (claim["article"]["id"], claim["annotator"], link["target"]) in ids
    cut = sum(len(each["links"]) for each in linked if each["fields"]["stance"] == "denies")
    assert (f"left out: {cut} links: to claims that are left out" in done.talk) == (cut > 0)


def test_open_layers(call: Caller, tmp_path: Path) -> None:
    """A plain export takes them; a split and a release do not, unless they are asked to, and say so."""
    record = call.claims("--layer", "ana", "--articles", "harbor-bridge")[0]
    (tmp_path / "more.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    assert call("import", tmp_path / "more.jsonl", "--as", "dora", "--open").status == 0
    assert len(call.claims("--layer", "dora")) == 1
    assert call.claims("--layer", "dora", "--only-done") == []
    done = call("export", "--split", "1/1", "-o", tmp_path / "s1")
    assert "left out: dora on harbor-bridge: not done" in done.talk
    assert b'"dora"' not in b"".join(files(tmp_path / "s1").values())
    call("export", "--split", "1/1", "--include-open", "-o", tmp_path / "s2")
    assert b'"dora"' in b"".join(files(tmp_path / "s2").values())
    assert "left out: dora on harbor-bridge: not done" in call("release", "v1").talk
    assert "dora" not in call("release", "v2", "--include-open").talk


def test_origin(call: Caller, tmp_path: Path) -> None:
    """By how the content was made; absent is manual."""
    record = call.claims("--layer", "ana", "--articles", "harbor-bridge")[0] | {"origin": {"content": "proposed"}}
    (tmp_path / "more.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    assert call("import", tmp_path / "more.jsonl", "--as", "dora").status == 0
    assert [claim["annotator"] for claim in call.claims("--origin", "proposed", "edited")] == ["dora"]
    assert "dora" not in {claim["annotator"] for claim in call.claims("--origin", "manual")}


def test_odd_ids_stay_inside_of_the_folder(call: Caller, tmp_path: Path) -> None:
    """Articles that are called like paths, devices and each other are exported beside each other."""
    ids = ["../../up", "C:\\Users\\ana", "/etc/passwd", "nul", "A-b", "a/B", ".hidden"]
    records = [{"format": "article/1", "id": id, "text": f"Text {number}."} for number, id in enumerate(ids)]
    (tmp_path / "odd.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    assert call("import", tmp_path / "odd.jsonl").status == 0
    before = files(tmp_path).keys()
    assert call("export", "--format", "all", "-o", tmp_path / "out").status in (0, 1)
    found = files(tmp_path / "out")
    assert files(tmp_path).keys() - before == {f"out/{name}" for name in found}
    documents = [json.loads(line) for line in found["native/documents.jsonl"].splitlines()]
    assert set(ids) <= {each["id"] for each in documents}
    assert not [name for name in found if "\\" in name or ":" in name]


@pytest.mark.parametrize(
    ("words", "talk"),
    [
        (["--where", "stance=denis", "--where", "foo=1"], "did you mean denies?"),
        (["--origin", "guessed"], "nothing has the origin 'guessed'"),
        (["--round", "pilt"], "There is no round 'pilt'"),
        (["--format", "claims,xml", "-o", "x"], "There is no format 'xml'"),
        (["--format", "all"], "say where with -o DIR"),
        (["--split", "1/1"], "A split has several files: say where with -o DIR."),
        (["--split", "80", "-o", "x"], "'80' is no split"),
        (["--split", "1/1", "--split-by", "author", "-o", "x"], "one of article, date, outlet"),
        (["--format", "bundle", "--no-text", "-o", "x"], "cannot do without the texts; without them there are claims"),
        (["--release", "v1"], "There is no release 'v1'; there are none yet."),
        (["--min-annotators", "-3"], "'-3' is no number of people"),
        (["--min-annotators", "many"], "'many' is no number of people"),
        (["-o", "."], "is a folder; name a file in it."),
    ],
)  # fmt: skip
def test_wrong_usage(
    call: Caller, words: list[str], talk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, status 2, and nothing written."""
    monkeypatch.chdir(tmp_path)
    done = call("export", *words)
    assert done.status == 2
    assert talk in done.talk
    assert done.out == ""
    assert not (tmp_path / "x").exists()


def test_an_export_sees_one_moment(call: Caller, tmp_path: Path) -> None:
    """What another window writes while it is under way is not in it, not even in an article that comes later."""
    before = call("export").out
    record = call.claims("--layer", "ana", "--articles", "water-vote")[0] | {"note": "written meanwhile"}
    (tmp_path / "more.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    with Project.open(call.project) as project, prepared(project, Asked(), formats(["claims"]), several=False) as found:
        parts = found.export.writers[0].write(found.export.selection.data, Losses())
        first = next(parts)
        assert call("import", tmp_path / "more.jsonl").status == 0
        rest = b"".join(part.data for part in parts)
    assert (first.data + rest).decode("utf-8") == before
    assert call("export").out != before


def test_bytes_are_not_written_to_a_terminal(call: Caller, tmp_path: Path) -> None:
    """A workbook goes to a file or into a pipe; where a terminal would get it, a sentence does."""
    import pty

    folder = tmp_path / "demo"
    call("demo", "--copy-to", folder)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "annotator", "-C", str(folder), "export", "--format", "xlsx"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "xlsx is no text that a terminal could show: say where with -o FILE." in done.stderr.decode()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert done.stdout.startswith(b"PK")
