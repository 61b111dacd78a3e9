"""What the fake Mattermost says of itself: that it is there, which version it is, and how it is set."""

from tests.platforms.fake_mattermost.asked import Asked, ok
from tests.platforms.fake_mattermost.state import DEFAULTS, MAX_POST_SIZE, Json


def ping(_asked: Asked) -> Json:
    """Answer `GET /system/ping`, which anybody may ask."""
    return ok()


def client_config(asked: Asked) -> Json:
    """Answer `GET /config/client`: texts only, and more of them to whoever is signed in."""
    state = asked.state
    found = {"Version": state.era.version, "BuildNumber": state.era.version, "BuildHash": "fake", "SiteName": "Mattermost"}
    found |= {
        "SiteURL": state.setting("ServiceSettings", "SiteURL"),
        "EnableBotAccountCreation": _text(asked, "EnableBotAccountCreation"),
    }
    found["DefaultClientLocale"] = state.setting("LocalizationSettings", "DefaultClientLocale")
    if asked.who is not None:
        found |= {
            "MaxPostSize": str(state.config.get("MaxPostSize", MAX_POST_SIZE)),
            "PostEditTimeLimit": str(state.setting("ServiceSettings", "PostEditTimeLimit")),
            "EnableCommands": _text(asked, "EnableCommands"),
            "EnablePostUsernameOverride": _text(asked, "EnablePostUsernameOverride"),
            "EnablePostIconOverride": _text(asked, "EnablePostIconOverride"),
            "RestrictDirectMessage": state.setting("TeamSettings", "RestrictDirectMessage"),
            "MaxFileSize": str(state.setting("FileSettings", "MaxFileSize")),
        }
    return found


def config(asked: Asked) -> Json:
    """Answer `GET /config`: only for a system administrator."""
    asked.must_be_admin()
    return {section: {name: asked.state.setting(section, name) for name in DEFAULTS[section]} for section in DEFAULTS}


def _text(asked: Asked, name: str) -> str:
    return "true" if asked.state.setting("ServiceSettings", name) else "false"
