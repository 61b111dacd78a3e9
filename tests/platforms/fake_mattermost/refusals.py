"""How the fake Mattermost says no: a status, and its own constant name for the reason."""


class Refused(Exception):  # noqa: N818  # It is Mattermost's answer.
    """Mattermost says no."""

    def __init__(self, status: int, id_: str, message: str = "") -> None:
        super().__init__(status, id_)
        self.status = status
        self.id = id_
        self.message = message or id_

    def json(self, request_id: str) -> dict[str, object]:
        """Return it as the server writes it."""
        return {
            "id": self.id,
            "message": self.message,
            "detailed_error": "",
            "request_id": request_id,
            "status_code": self.status,
        }


def forbidden() -> Refused:
    """Return the refusal of somebody who may not."""
    return Refused(403, "api.context.permissions.app_error", "You do not have the appropriate permissions.")


def invalid(name: str) -> Refused:
    """Return the refusal of a parameter that is missing or of another kind."""
    return Refused(400, "api.context.invalid_body_param.app_error", f"Invalid or missing {name} in request body.")


def absent(what: str) -> Refused:
    """Return the refusal to show what is not there."""
    return Refused(404, f"app.{what}.missing.app_error", f"Unable to find the existing {what}.")
