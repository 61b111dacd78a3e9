"""The build's own step: it compiles the translations. What a wheel holds is said in pyproject.toml."""

# mypy: disable-error-code="explicit-override"
# Python 3.11 has no typing.override, and a build should need no package for a decorator.

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every catalogue under `root` (`bot/locale/*/LC_MESSAGES/pagt.po`) into a .mo beside it; return what was written.

    Unsure ("fuzzy") translations are left out: the English text is better than a wrong Danish one.
    """
    written = []
    for source in sorted(root.glob("bot/locale/*/LC_MESSAGES/pagt.po")):
        with source.open("rb") as opened:
            catalogue = read_po(opened, locale=source.parent.parent.name, abort_invalid=True)
        target = source.with_suffix(".mo")
        unfinished = target.with_suffix(".mo.new")
        with unfinished.open("wb") as opened:
            write_mo(opened, catalogue)
        unfinished.replace(target)  # A program that runs meanwhile sees the old file or the new one, never a half.
        written.append(target)
    return written


class Catalogues(BuildHookInterface[Any]):
    """Hatchling's hook, for the wheel and for the editable install alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before hatchling collects the files; pyproject.toml lists *.mo as artifacts."""
        del version, build_data  # Hatchling passes them to every hook.
        compile_catalogues(Path(self.root))
