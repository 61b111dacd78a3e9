"""All settings, read once from the environment and handed on; whatever is missing or wrong is told at once. Nothing is started here.

Secrets are `SecretStr`, and no sentence about a setting ever repeats what a secret one holds.
"""

import os
import secrets
import tempfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from bot import setting_checks as checks
from bot.data_folder import network_file_system, private_folder
from bot.setting_checks import Listen

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

DATABASE = "pagt.db"
_Secret = Annotated[SecretStr, BeforeValidator(checks.stripped)]
_Web = Annotated[str, AfterValidator(checks.web_address)]


class SettingsProblem(Exception):  # noqa: N818  # It is what the operator reads, not a fault of the program.
    """The settings will not do; `problems` has a sentence for each that is missing or wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"- {one}" for one in self.problems))


def _own_folder() -> Path:
    """Return where a program keeps its data on this system, for whoever names no folder."""
    from platformdirs import user_data_path  # noqa: PLC0415  # A server's operator names one.

    return user_data_path("pagt", appauthor=False)


class Settings(BaseModel):
    """Every setting there is, checked; docs/reference/settings.md tells what each is for."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, str_strip_whitespace=True)

    data: Annotated[Path, AfterValidator(checks.folder)] = Field(default_factory=_own_folder, validation_alias="PAGT_DATA")
    named_database: Annotated[_Secret, AfterValidator(checks.database)] | None = Field(None, validation_alias="PAGT_DATABASE_URL")
    listen: Annotated[Listen, BeforeValidator(checks.listen)] = Field(Listen("127.0.0.1", 8080), validation_alias="PAGT_LISTEN")
    public_url: _Web | None = Field(None, validation_alias="PAGT_PUBLIC_URL")
    secret: Annotated[_Secret, AfterValidator(checks.secret)] | None = Field(None, validation_alias="PAGT_SECRET")
    admin: Annotated[str, AfterValidator(checks.admin)] | None = Field(None, validation_alias="PAGT_ADMIN")
    admin_channel: Annotated[str, AfterValidator(checks.admin_channel)] | None = Field(
        None, validation_alias="PAGT_ADMIN_CHANNEL"
    )
    slack_bot_token: Annotated[_Secret, checks.token("xoxb-", "xapp-")] | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: Annotated[_Secret, checks.token("xapp-", "xoxb-")] | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: _Secret | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    slack_client_id: str | None = Field(None, validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: _Secret | None = Field(None, validation_alias="SLACK_CLIENT_SECRET")
    slack_api_url: _Web | None = Field(None, validation_alias="PAGT_SLACK_API_URL")
    mattermost_url: _Web | None = Field(None, validation_alias="MATTERMOST_URL")
    mattermost_token: _Secret | None = Field(None, validation_alias="MATTERMOST_TOKEN")
    command: Annotated[str, AfterValidator(checks.word)] = Field("pagt", validation_alias="PAGT_COMMAND")
    command_prefix: Annotated[str, AfterValidator(checks.prefix)] = Field("", validation_alias="PAGT_COMMAND_PREFIX")

    @classmethod
    def for_demo(cls, data: Path) -> Self:
        """Return the settings of a demo that keeps everything in one folder, which is made.

        Of the environment it takes only the address and the commands' names: a demo must not reach the real database or a real
        platform. Its secret is made once and kept in the folder.

        Raises:
            SettingsProblem: with everything that is wrong.
        """
        taken = _environment("PAGT_LISTEN", "PAGT_COMMAND", "PAGT_COMMAND_PREFIX")
        try:
            settings = cls.model_validate({**taken, "PAGT_DATA": data})
        except ValidationError as error:
            raise SettingsProblem(_wrong(error)) from None
        settings.prepare()
        return settings.model_copy(update={"secret": SecretStr(_kept_secret(settings.data / "secret"))})

    @property
    def slack(self) -> bool:
        """Whether Slack is set up."""
        return bool(self.slack_bot_token or self.slack_client_id)

    @property
    def mattermost(self) -> bool:
        """Whether Mattermost is set up."""
        return self.mattermost_url is not None

    @property
    def database_url(self) -> "URL":
        """Where the database is: the one named, or an SQLite file in the data folder."""
        from sqlalchemy.engine import URL, make_url  # noqa: PLC0415  # Heavy, and only needed by those who open the database.

        if self.named_database is not None:
            return make_url(self.named_database.get_secret_value())
        return URL.create("sqlite", database=str(self.data / DATABASE))

    def prepare(self) -> None:
        """Make the data folder, private to its owner.

        Raises:
            SettingsProblem: when it cannot be used, or lies where SQLite would lose what it wrote.
        """
        try:
            private_folder(self.data)
        except OSError as error:
            raise SettingsProblem([f"PAGT_DATA: {self.data} cannot be used: {error.strerror or error}."]) from None
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise SettingsProblem([f"PAGT_DATA: nothing can be written in {self.data}."])
        url = self.database_url
        if url.get_backend_name() == "sqlite" and (kind := network_file_system(Path(url.database or ""))):
            name = "PAGT_DATABASE_URL" if self.named_database else "PAGT_DATA"
            raise SettingsProblem([_on_network(name, url.database or "", kind)])


NAMES = {str(field.validation_alias): name for name, field in Settings.model_fields.items()}


def read_settings(*, to_run: bool = False, may_lack: Collection[str] = ()) -> Settings:
    """Read the environment; `to_run` asks for what serving people needs besides, `may_lack` is what is only about to be made.

    Raises:
        SettingsProblem: with everything that is missing or wrong.
    """
    given = {name for name in NAMES if os.environ.get(name, "").strip()}
    problems = [*checks.slips(os.environ, NAMES), *checks.missing(given.union(may_lack), to_run=to_run)]
    try:
        settings = Settings.model_validate(_environment(*NAMES))
    except ValidationError as error:
        problems += _wrong(error)
    if problems:
        raise SettingsProblem(problems)
    return settings


def _environment(*names: str) -> dict[str, str]:
    """Return what the environment says of these settings; one that is empty, or blank, says nothing."""
    return {name: said for name in names if (said := os.environ.get(name, "").strip())}


def _wrong(error: ValidationError) -> list[str]:
    """Return a sentence for each value that will not do, without the value."""
    return [
        f"{one['loc'][0]}: {one['ctx']['error'] if 'error' in one.get('ctx', {}) else one['msg']}"
        for one in error.errors(include_url=False, include_input=False)
    ]


def _on_network(name: str, path: str, kind: str) -> str:
    return (
        f"{name}: {path} lies on a network file system ({kind}), where SQLite may lose what it wrote."
        " Take a folder on a disk of this machine, or PostgreSQL by PAGT_DATABASE_URL."
    )


def _kept_secret(path: Path) -> str:
    """Return the secret in a file, making one that only its owner can read when there is none; whole, or not at all."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent) as made:  # It is born with mode 0600.
            made.write(secrets.token_urlsafe(48))
            made.flush()
            with suppress(FileExistsError):  # Another process was quicker: its secret counts.
                os.link(made.name, path)
    return path.read_text(encoding="ascii").strip()
