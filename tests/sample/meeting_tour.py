"""The tour goes on with a meeting and a briefing, as people walk it in the browser: planned, answered for three parties, held, attended,
put into minutes, counted; and the document that was handed in."""

import re
from dataclasses import dataclass

from playwright.async_api import expect

from tests.sample.tour import Tour

SAYS = {
    "da": {
        "plan": "/møde planlæg torsdag d. 11. februar 2027 kl. 10-12; sted: Rådhuset",
        "echo": "Indkald til ordinært møde torsdag d. 11. februar 2027 kl. 10.00–12.00 (uge 6)?",
        "convene": "Indkald",
        "convened": "2027: 0 af 4 møder afholdt, 1 mere er indkaldt.",
        "answer": "/møde svar M-4",
        "yes": "ja",
        "show": "/møde vis M-4",
        "coming": "7/11 parter; KP 3/4, KK 4/7",
        "day": ("fredag d. 27. november 2026", "fredag d. 4. december 2026"),
        "held": "/møde afholdt M-4",
        "attendance": "/møde fremmøde M-4 alle undtagen osa",
        "represented": "10/11 parter; KP 3/4, KK 7/7",
        "minutes": "/møde beslutning M-4 2 godkendt",
        "shown": "/møde referat M-4",
        "away": "Udeblevet uden afbud: OSA",
        "year": "/møde fremmøde",
        "matrix": "2026: 4 møder afholdt; 1 med alle parter repræsenteret",
        "list": "/møde liste",
        "count": "2026: 4 af 4 møder afholdt.",
        "briefings": ("/orientering liste", "Orienteringer 2026: 1 af 3 er givet"),
        "briefing": ("Vis status 2026 (Økonomiudvalget)", "taget til efterretning"),
        "document": ("Hent dokumentet", "Dette er det, der blev indleveret."),
    },
    "en": {
        "plan": "/meeting plan Thursday 11 February 2027 10:00-12:00; place: City Hall",
        "echo": "Convene ordinary meeting on Thursday 11 February 2027 at 10:00–12:00 (week 6)?",
        "convene": "Convene",
        "convened": "2027: 0 of 4 meetings held, 1 more convened.",
        "answer": "/meeting answer M-4",
        "yes": "yes",
        "show": "/meeting show M-4",
        "coming": "7/11 parties; KP 3/4, KK 4/7",
        "day": ("Friday 27 November 2026", "Friday 4 December 2026"),
        "held": "/meeting held M-4",
        "attendance": "/meeting attendance M-4 all except osa",
        "represented": "10/11 parties; KP 3/4, KK 7/7",
        "minutes": "/meeting decision M-4 2 approved",
        "shown": "/meeting minutes M-4",
        "away": "Absent without a word: OSA",
        "year": "/meeting attendance",
        "matrix": "2026: 4 meetings held; 1 with all parties represented",
        "list": "/meeting list",
        "count": "2026: 4 of 4 meetings held.",
        "briefings": ("/briefing list", "Briefings 2026: 1 of 3 delivered"),
        "briefing": ("Show status 2026 (The Finance Committee)", "noted"),
        "document": ("Get the document", "This is what was handed in."),
    },
}


@dataclass
class MeetingTour(Tour):
    """A walk through a meeting, in a language."""

    @property
    def words(self) -> dict:
        return SAYS[self.language]

    async def walk(self) -> None:
        """Plan one meeting; let three parties answer for another, hold it, say who was there, write what became of it, and read the count;
        then get the document of a briefing that was delivered."""
        await self.become("u_facilitator")
        await self.types(self.words["plan"], self.words["echo"])
        await self.page.get_by_role("button", name=self.words["convene"], exact=True).last.click()
        await expect(self.last()).to_contain_text(self.words["convened"])
        for unit in ("osa", "naerpoliti", "ssp"):
            await self.become(f"u_{unit}")
            await self.types(f"{self.words['answer']} {unit} {self.words['yes']}", "M-4")
        await self.become("u_facilitator")
        await self.types(self.words["show"], self.words["coming"])
        for day in self.words["day"]:
            await self.page.locator("button[value=week]").click()
            await expect(self.page.locator(".now .long")).to_contain_text(day)
            await expect(self.page.locator("#steps")).not_to_have_class(re.compile("htmx-request"))  # Two clicks at once are one.
        await self.types(self.words["held"], "M-4")
        await self.types(self.words["attendance"], self.words["represented"])
        await self.types(self.words["minutes"], "M-4")
        await self.types(self.words["shown"], self.words["away"])
        await self.types(self.words["year"], self.words["matrix"])
        await self.types(self.words["list"], self.words["count"])
        await self.picture(self.page, "meeting")
        await self.types(*self.words["briefings"])
        for step in ("briefing", "document"):
            label, answer = self.words[step]
            await self.page.get_by_role("button", name=label, exact=True).last.click()
            await expect(self.last()).to_contain_text(answer)
        await expect(self.last()).to_contain_text("status-oeu-2026.docx")

    async def types(self, line: str, answer: str) -> None:
        await self.type(line)
        await expect(self.last()).to_contain_text(answer)
