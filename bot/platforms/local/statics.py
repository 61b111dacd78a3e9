"""The page's own files: style sheet, scripts, icons, fonts. Their address holds a hash of them, so that a browser may keep them."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


def _address() -> str:
    """Return the address under which exactly these files are served."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(FOLDER).as_posix().encode())
            digest.update(file.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"


ADDRESS = _address()
