"""The rule by which the server calls people, as it was seen on a real server (design page mattermost.md §8)."""

import pytest

from tests.platforms.fake_mattermost.mentions import called

NAMES = ("@anna", "@bo.lund", "nødråb")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@channel", "@channel"),
        ("@CHANNEL", "@channel"),
        ("**@channel**", "@channel"),
        ("a.@channel", "@channel"),
        ("foo-@all", "@all"),
        ("> @here", "@here"),
        ("| @all | b |\n| --- | --- |", "@all"),
        ("[@channel](http://x.dk)", "@channel"),
        ("![@channel](http://x.dk)", "@channel"),
        ("~~@all~~", "@all"),
        ("<b>@all</b>", "@all"),
        ("<!-- @all -->", "@all"),
        (r"\@channel", "@channel"),
        ("&#64;channel", "@channel"),
        ("&commat;all", "@all"),
        ("\u200b@channel", "@channel"),
        ("@channel\u200b", "@channel"),
        ("hej @anna.", "@anna"),
        ("hej @anna: ja", "@anna"),
        ("@bo.lund.", "@bo.lund"),
        ("Nødråb!", "nødråb"),
        ("<@anna>", "@anna"),
    ],
)
def test_it_calls(text, who):
    assert called(text, NAMES) == {who}


@pytest.mark.parametrize(
    "text",
    [
        "@\u200bchannel",
        "@\u2060channel",
        "@\u200dchannel",
        "@\u00adchannel",
        "＠channel",
        "x@channel",
        '[x](http://x.dk "@channel")',
        "`@channel`",
        "```\n@channel\n```",
        "    @channel",
        "<!channel>",
        "@annabella",
        ":@all:",
        "anna",
    ],
)
def test_it_calls_nobody(text):
    assert called(text, NAMES) == set()
