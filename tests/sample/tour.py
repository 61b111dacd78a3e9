"""The README's tour, as a person walks it in the browser. The test walks it, and `make screenshots` takes its pictures on the way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page, expect

Picture = Callable[[Page, str], Awaitable[None]]
SAYS = {
    "da": {
        "new": "/indsats ny",
        "title": "Fælles introduktion for nye medarbejdere",
        "registered": "Registreret: I-18 Fælles introduktion for nye medarbejdere",
        "seen_by": "Set af EKI.",
        "progress": "Alle fem klubber har haft besøg.",
        "saved": "Gemt: status 2026-Q4 for BUF",
        "digest": "/status overblik",
        "answered": "svar fra 7 af 11 parter",
        "due": "Frem til næste frist",
        "reminder": "Påmindelse: OSA har endnu ikke svaret på status 2026-Q4",
    },
    "en": {
        "new": "/initiative new",
        "title": "Shared introduction for new staff",
        "registered": "Registered I-18 Shared introduction for new staff",
        "seen_by": "Seen by EKI.",
        "progress": "All five clubs have been visited.",
        "saved": "Saved: BUF's status for 2026-Q4",
        "digest": "/status digest",
        "answered": "7 of 11 parties",
        "due": "To the next thing due",
        "reminder": "Reminder: OSA has not answered status 2026-Q4 yet",
    },
}


async def no_picture(_page: Page, _name: str) -> None:
    """Take no picture."""


@dataclass
class Tour:
    """A walk through the workspace at an address, in a language."""

    page: Page
    address: str
    language: str
    picture: Picture = no_picture

    @property
    def says(self) -> dict[str, str]:
        return SAYS[self.language]

    async def walk(self) -> None:
        """Register, see, answer, read the digest, and let the next thing fall due."""
        await self.register()
        await self.see()
        await self.answer()
        await self.read_the_digest()
        await self.let_it_fall_due()

    async def register(self) -> None:
        await self.become("u_osa")
        await self.type(self.says["new"])
        await expect(self.page.locator("dialog[open]")).to_be_visible()
        await self.page.fill("#f-title", self.says["title"])
        await self.page.locator("#f-tracks input[type=checkbox]").nth(3).check()
        await self.page.locator("#f-participants input[value=eki]").check()
        await self.picture(self.page, "new")
        await self.page.locator("dialog[open] button[type=submit]").click()
        await expect(self.last()).to_contain_text(self.says["registered"])

    async def see(self) -> None:
        await self.become("u_eki")
        await expect(self.last()).to_contain_text(self.says["title"])
        await self.last().locator("button.primary").click()  # Its word is in the language it was sent in.
        await expect(self.last()).to_contain_text(self.says["seen_by"])

    async def answer(self) -> None:
        await self.become("u_buf")
        question = self.page.locator("#timeline .post", has_text="Status 2026-Q4").last
        await question.locator("button.primary").click()
        await expect(self.page.locator("dialog[open]")).to_be_visible()
        await self.page.fill("#f-progress8", self.says["progress"])
        await self.page.locator("dialog[open] button[type=submit]").click()
        await expect(self.last()).to_contain_text(self.says["saved"])
        await expect(self.last()).to_be_in_viewport()
        await self.picture(self.page, "nudge")

    async def read_the_digest(self) -> None:
        await self.become("u_chair")
        await self.type(self.says["digest"])
        await expect(self.last()).to_contain_text(self.says["answered"])
        await expect(self.last()).to_contain_text(self.says["progress"])
        await self.last().locator(".headline").scroll_into_view_if_needed()
        await self.picture(self.page, "digest")

    async def let_it_fall_due(self) -> None:
        await self.become("u_osa")
        await self.page.get_by_role("button", name=self.says["due"]).click()
        await expect(self.page.locator("#timeline .post", has_text=self.says["reminder"]).last).to_be_visible()

    async def become(self, user: str) -> None:
        """Walk in as somebody, into their conversation with the bot, and choose the language they are spoken to in."""
        await self.page.goto(f"{self.address}as/{user}/rooms/d_{user}")
        await expect(self.page.locator("html")).to_have_attribute("data-live", "yes")
        if await self.page.locator("html").get_attribute("lang") != self.language:
            await self.page.locator(f".switch button[lang={self.language}]").click()
            await expect(self.page.locator("html")).to_have_attribute("lang", self.language)
            await expect(self.page.locator("html")).to_have_attribute("data-live", "yes")

    async def type(self, line: str) -> None:
        await self.page.fill("#say", line)
        await self.page.locator(".send").click()

    def last(self):
        return self.page.locator("#timeline .post").last
