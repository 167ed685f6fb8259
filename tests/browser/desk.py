"""What is prepared before anybody comes: the group, its cases and films, the plan."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.screens import Screen

#: The one film on its way.
CARD = ".arriving > li"


class AtTheDesk(Screen):
    """Whoever may prepare: the supervisor, and a trainee for their own films."""

    def goes_to(self, link: str, within: str = "body") -> None:
        target = self.page.locator(within).get_by_role("link", name=link, exact=True).first
        address = target.get_attribute("href")
        self.touch(target)
        self.page.wait_for_url(f"**{address}")

    def goes_home(self) -> None:
        self.page.goto(f"{self.stage.house.base}/")

    def goes_to_the_group(self, group: str) -> None:
        self.goes_home()
        self.goes_to(group)

    # --- The group -------------------------------------------------------------------------

    def makes_a_group(self, name: str) -> None:
        self.goes_home()
        self.goes_to("Make a group")
        self.writes("Name of the group", name)
        self.writes("Your own name in it", self.name)
        self.presses("Make the group")
        self.sees("Add somebody")

    def puts_on_the_list(self, *names: str) -> None:
        for name in names:
            self.writes("Name", name, "#add")
            self.presses("Add", "#add")
            self.sees(f"{name} is on the list")

    # --- Films -----------------------------------------------------------------------------

    def begins_a_case(self, group: str, code: str, therapist: str) -> None:
        self.goes_to_the_group(group)
        self.goes_to("Cases")
        self.writes("Code", code)
        self.page.get_by_label("Whose case is it?").select_option(label=therapist)
        self.presses("Begin the case")
        self.sees(f"Therapist: {therapist}")

    def brings_in(self, film: Path, title: str, *consents: str) -> None:
        """Into the case that is open; `consents` are what its patient has agreed to."""
        self.presses("Bring in a film")
        self.page.get_by_label("Choose films").set_input_files(film)
        self.sees("All of it has arrived", CARD)
        self.says_whose(title, *consents)
        self.goes_to(title, CARD)
        expect(self.page.locator("[data-state=ready]")).to_be_visible()

    def says_whose(self, title: str, *consents: str) -> None:
        """Of the film on its way, while it comes or afterwards."""
        self.writes("Title", title, CARD)
        self.unfolds(self.page.locator(CARD).locator("details").first)
        for consent in consents:
            self.page.locator(CARD).get_by_label(consent).check()
        if consents:
            self.chooses("on a signed form", CARD)
        self.presses("Save", CARD)
        self.sees("Noted as", CARD)

    def chooses_a_stretch(self, title: str, begins: str, ends: str) -> None:
        self.presses("Choose a stretch")
        self.page.get_by_label("From", exact=True).fill(begins)
        self.page.get_by_label("To", exact=True).fill(ends)
        self.writes("Title", title)
        self.presses("Save the clip")
        self.sees(title, "#clips")

    def goes_to_the_film(self, group: str, case: str, title: str) -> None:
        self.goes_to_the_group(group)
        self.goes_to("Cases")
        self.goes_to(case)
        self.goes_to(title)

    def withdraws_the_consent(self) -> None:
        """On the page of the film; its patient has said so."""
        self.presses("The patient withdraws it")
        self.presses("Yes, withdraw it")
        self.sees("The consent is withdrawn.")

    # --- The plan --------------------------------------------------------------------------

    def plans_a_meeting(self, group: str) -> None:
        self.goes_to_the_group(group)
        self.presses("Plan a meeting")
        self.sees("90 minutes in all")

    def changes_the_minutes(self, part: str, minutes: int) -> None:
        self.page.get_by_label(f"Minutes: {part}").fill(str(minutes))

    def queues(self, clip: str) -> None:
        self.presses(f"Queue {clip}")

    def opens_the_room(self) -> None:
        self.presses("Open the room")
