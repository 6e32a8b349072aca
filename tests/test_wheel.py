"""The wheel that users install carries schemes and samples, and works in an empty environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from tests.terminal import Terminal

ROOT = Path(__file__).parents[1]


def test_the_built_wheel_labels(tmp_path: Path) -> None:
    """Built, installed into an empty environment, and labelled with, away from the checkout."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-c", str(ROOT / "constraints.txt"), str(wheel)], check=True, capture_output=True)
    annotator = str(tmp_path / "env" / "bin" / "annotator")
    env = {**os.environ, "HOME": str(tmp_path)}
    demo = tmp_path / "demo"
    subprocess.run([annotator, "demo", "--copy-to", str(demo)], check=True, capture_output=True, env=env, cwd=tmp_path)
    screen = Terminal([annotator, "-C", str(demo), "label", "harbor", "--as", "zoe"], env={"HOME": str(tmp_path)})
    try:
        screen.wait("CLAIMS 0")
        screen.press("s c 8 t a y n")
        screen.wait("evidence none")
        screen.press("g q")
        assert screen.wait_end() == 0
    finally:
        screen.close()
    page = [annotator, "-C", str(demo), "agreement", "--format", "html", "--resamples", "0"]
    done = subprocess.run(page, check=True, capture_output=True, env=env)
    assert b"--paper:#" in done.stdout
    assert b".passage" in done.stdout
    done = subprocess.run(
        [annotator, "-C", str(demo), "export", "--layer", "zoe"], check=True, capture_output=True, env=env
    )
    assert json.loads(done.stdout)["fields"]["stance"] == "asserts"
