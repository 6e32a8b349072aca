"""Where a store may lie: on a local drive. Network drives lose commits silently, so they are refused by name."""

from __future__ import annotations

import re
from pathlib import Path

from annotator.core.errors import StoreError

REFUSED = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "auristorfs", "ceph", "lustre", "gpfs", "beegfs",
    "davfs", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs2", "fuse.s3fs", "fuse.gcsfuse",
    "fuse.goofys", "fuse.curlftpfs", "fuse.smbnetfs", "fuse.ceph", "fuse.google-drive-ocamlfuse",
}  # fmt: skip
"""File systems whose other end is another machine."""

NO_SHARED_MEMORY = {"9p", "virtiofs", "vboxsf", "drvfs", "prl_fs", "fuse.grpcfuse", "fuse.vmhgfs-fuse"}
"""Folders of the host inside a virtual machine: local, but memory mapped by two processes may differ, so no WAL."""

_OCTAL = re.compile(r"\\([0-7]{3})")


def file_system(folder: Path, mounts: str) -> str:
    """The type of the file system that holds `folder` (absolute, resolved), by a table in the form of /proc/mounts.

    The longest mount point wins, the later of two equal ones; empty when the table does not say.
    """
    best, found = -1, ""
    for line in mounts.split("\n"):
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), parts[1]))
        if (folder == point or point in folder.parents) and len(point.parts) >= best:
            best, found = len(point.parts), parts[2]
    return found


def allows_wal(path: Path, *, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether a write-ahead log is safe where `path` lies. Raises StoreError on a network drive."""
    folder = path.parent.resolve()
    if str(folder).startswith(r"\\"):
        raise StoreError(refusal(path, "a network share"))
    try:
        table = mounts.read_text("utf-8", "surrogateescape")
    except OSError:
        return True
    kind = file_system(folder, table)
    if kind in REFUSED:
        raise StoreError(refusal(path, kind))
    return kind not in NO_SHARED_MEMORY


def refusal(path: Path, kind: str) -> str:
    """The sentence for a network drive, with the three ways out."""
    return (
        f"{path} lies on a network drive ({kind}), where saved labels can be lost without a word. "
        "Three ways out: move the project to a local drive; exchange work by a shared folder or git "
        "(`annotator sync DIR`); or share a PostgreSQL server."
    )
