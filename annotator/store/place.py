"""Where a store may lie, who may read it, and how a file of it appears.

It lies on a local drive: network drives lose commits silently, so they are refused by name. It is for its owner alone,
unless its folder is one that a group may write to. A file appears whole, and for good, or not at all.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.core.errors import StoreError

REFUSED = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "auristorfs", "ceph", "lustre", "gpfs", "beegfs",
    "davfs", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs2", "fuse.s3fs", "fuse.gcsfuse",
    "fuse.goofys", "fuse.curlftpfs", "fuse.smbnetfs", "fuse.ceph", "fuse.google-drive-ocamlfuse", "fuse.gvfsd-fuse",
    "fuse.kio-fuse", "fuse.juicefs", "fuse.seadrive", "fuse.onedriver", "fuse.mfs", "orangefs",
}  # fmt: skip
"""File systems whose other end is another machine."""

NO_SHARED_MEMORY = {"9p", "virtiofs", "vboxsf", "drvfs", "prl_fs", "fuse.grpcfuse", "fuse.vmhgfs-fuse"}
"""Folders of the host inside a virtual machine: local, but memory mapped by two processes may differ, so no WAL."""

LOG = "-wal"
"""How the name of a log ends, behind that of its store."""

_OCTAL = re.compile(r"\\([0-7]{3})")


def file_system(folder: Path, mounts: str) -> str:
    """The type of the file system that holds `folder` (absolute, resolved), by a table in the form of /proc/mounts.

    The longest mount point wins, the later of two equal ones; empty when the table does not say.
    """
    inside = str(folder).rstrip("/") + "/"
    best, found = -1, ""
    for line in mounts.split("\n"):
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), parts[1]).rstrip("/") + "/"
        if inside.startswith(point) and len(point) >= best:
            best, found = len(point), parts[2]
    return found


def mounts(path: Path = Path("/proc/mounts")) -> str:
    """The table of what is mounted; empty where there is none."""
    try:
        return path.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def allows_wal(path: Path) -> bool:
    """Whether a write-ahead log is safe where `path` lies. Raises StoreError on a network drive."""
    folder = path.parent.resolve()
    if str(folder).startswith(r"\\"):
        raise StoreError(refusal(path, "a network share"))
    kind = file_system(folder, mounts())
    if kind in REFUSED:
        raise StoreError(refusal(path, kind))
    return kind not in NO_SHARED_MEMORY


def refusal(path: Path, kind: str) -> str:
    """The sentence for a network drive, with the three ways out."""
    return (
        f"{path} lies on a network drive ({kind}), where saved labels can be lost without a word. "
        "Three ways out: move the project to a local drive; exchange work by a shared folder or git "
        "(`annotator sync DIR`); or carry it from one project into another as a bundle (`annotator export --format "
        "bundle -o DIR`, `annotator import DIR`)."
    )


def mode_in(folder: Path) -> int:
    """The rights of a file of the store: 0600, or 0660 where the group may write to the folder (`init --group`)."""
    return 0o660 if folder.stat().st_mode & 0o020 else 0o600


def identity(path: Path) -> tuple[int, int] | None:
    """Which file a name leads to now, so that another one under the same name is noticed; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A name beside `path` to make a file under; when the block ends, the file is on the disk and has its own name.

    When the block makes none, or raises, nothing has happened. Raises OSError.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        for left in _all_of(part):
            left.unlink(missing_ok=True)
        yield part
        if part.exists():
            sync(part)
            part.replace(path)
            sync(path.parent)
    finally:
        for left in _all_of(part):
            left.unlink(missing_ok=True)


def _all_of(path: Path) -> list[Path]:
    return [path, *(path.with_name(path.name + end) for end in ("-journal", LOG, "-shm"))]


def sync(path: Path) -> None:
    """Have the disk keep what a file, or the entries of a folder, hold now. Raises OSError."""
    file = os.open(path, os.O_RDONLY)
    try:
        reach(file)
    finally:
        os.close(file)


def reach(file: int) -> None:
    """Have the disk keep what an open file holds; on macOS a plain fsync may end in the disk's own memory. OSError."""
    if hasattr(fcntl, "F_FULLFSYNC"):
        with suppress(OSError):
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    os.fsync(file)
