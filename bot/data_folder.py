"""The folder where data is kept: private to its owner, and on a disk that SQLite can trust. What is kept is for store.py."""

import re
from pathlib import Path

MOUNTS = Path("/proc/mounts")
# Their locks do not hold for every machine that has them mounted, and SQLite needs locks to keep what it wrote.
_NETWORK = re.compile(
    r"(?:fuse\.)?(?:nfs\d?|cifs|smb\d?|smbfs|9p|afp|afs|ceph|glusterfs|lustre|beegfs|gpfs|ncpfs|sshfs|s3fs|rclone|davfs\d?|drvfs|vboxsf)"
)


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may enter; one that is there already keeps the rights it was given."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def network_file_system(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the kind of network file system a path lies on; none on a disk of this machine, or where nobody can tell.

    The root of the machine itself is taken as it is: there is no other disk to move to.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None  # Not Linux.
    whole = path.resolve()
    found: tuple[int, str] = (0, "")
    for line in lines:
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        folder = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point))
        if point != "/" and (whole == folder or folder in whole.parents):
            found = max(found, (len(folder.parts), kind))  # The innermost mount is the one that counts.
    return found[1] if _NETWORK.fullmatch(found[1]) else None
