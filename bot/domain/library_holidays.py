"""The holidays of other countries than Denmark, as the `holidays` library knows them; Denmark's are ours (danish_holidays.py)."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from typing import Any

_LANGUAGES = {"da": "da", "en": "en_US"}


def listed(country: str, language: str, year: int, category: str) -> Mapping[date, str]:
    """Return the holidays of a country in a year, with their names; a language it does not have becomes its own.

    Raises:
        ValueError: when the country is unknown.
    """
    known = _of_country(country)
    if category not in known.supported_categories:
        return {}
    wanted = _LANGUAGES.get(language, language)
    spoken = wanted if wanted in known.supported_languages else known.default_language
    return dict(known(years=year, language=spoken, categories=category))


@cache
def _of_country(code: str) -> Any:
    """Return the library's class for the holidays of one country.

    It is loaded from its own file: the library's way loads three hundred countries for one, a tenth of a second and eleven megabytes.

    Raises:
        ValueError: when the country is unknown.
    """
    from holidays.registry import COUNTRIES  # noqa: PLC0415  # Likewise: only for those who ask.

    found = next(((module, names[0]) for module, names in COUNTRIES.items() if code in names[1:]), None)
    library = find_spec("holidays.registry")
    if found is None or library is None or library.origin is None:
        raise ValueError(f"no public holidays are known for the country {code}")
    module, name = found
    spec = spec_from_file_location(
        f"holidays.countries.{module}", library.origin.replace("registry.py", f"countries/{module}.py")
    )
    assert spec is not None
    assert spec.loader is not None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return getattr(loaded, name)
