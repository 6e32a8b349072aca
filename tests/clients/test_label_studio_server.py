"""Label Studio's server imports our tasks and exports them, and nothing of them is lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from annotator.formats.label_studio.format import FORMAT
from tests.clients.sample import laid, lines, sample, taken

SERVER = Path(__file__).with_name("label_studio_server.py")


def test_our_tasks_go_through(tmp_path: Path) -> None:
    """The same texts, the same results, and every claim of every annotator whole."""
    data = sample()
    folder = laid(FORMAT, data, tmp_path / "out")
    back = tmp_path / "export.json"
    command = [sys.executable, "-W", "ignore", SERVER, folder / "tasks.json", folder / "config.xml", back]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    before, after = (json.loads(path.read_text("utf-8")) for path in (folder / "tasks.json", back))
    exported = {task["data"]["article"]["id"]: task for task in after}
    for task in before:
        same = exported[task["data"]["article"]["id"]]
        assert same["data"] == task["data"]
        made = sorted(same["annotations"], key=lambda each: int(each["id"]))
        assert [each["result"] for each in made] == [each["result"] for each in task["annotations"]]
    found = taken(FORMAT, back, data)
    assert lines(found, data) == lines(data, data)
