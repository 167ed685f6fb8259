"""From the lobby to the marks that are made: nobody has shown anybody anything."""

from __future__ import annotations

from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import SupervisionSession
from tests.live.evening_screens import NAMES, SHARED, Screens, said
from tests.live.film_room import film_is_at, revision


class BeforeTheReveal(Screens):
    def lobby(self) -> None:
        self.clip = self.of_room(lambda r: r.queue[1].id)
        self.does(
            "Ben", "preparation.save", clip=self.clip, wish="", feared=said("feared"), stretch="x"
        )
        self._stance_note()

    def _stance_note(self) -> None:
        group, aditi = self.of_room(
            lambda r: (r.group_id, next(m.id for m in r.group.members if m.name == "Aditi"))
        )
        answer = self.site.browser("Mirela").post(
            f"/groups/{group}/members/{aditi}/notes",
            data={"stance": "support", "words": said("stance")},
            follow_redirects=True,
        )
        assert answer.status_code == 200
        self.sent["Mirela"].append(answer.get_data(as_text=True))

    def arriving(self) -> None:
        self.go_to(Phase.MINDFULNESS_INDUCTION)
        self.leads("phase.begin_practice", phase=self.of_room(lambda r: r.phase_id))

    def check_in(self) -> None:
        self.go_to(Phase.CHECK_IN)
        for name in NAMES[1:]:
            self.does(
                name, "check_in.save", calm=5, word="restless", progress=SHARED[0], wish="maybe"
            )
        self.does("Aditi", "safety.say", value=3)
        self.does("Dao", "home_practice.keep", practice="another", minutes=5, words=said("home"))
        self.does("Femi", "strain.signal", dyad="trainee_group", words=said("strain"))
        ruth = self.of_room(lambda r: r.group.contacts[0].id)
        self.does(
            "Dao",
            "strain.signal",
            dyad="supervisor_trainee",
            words=said("contact"),
            to=f"contact-{ruth}",
        )

    def choosing(self) -> None:
        strain = self.of_room(lambda r: r.strains[0].id)
        self.leads("strain.attend", strain=strain)
        self.go_to(Phase.CASE_SELECTION)
        other = self.of_room(lambda r: r.queue[0].id)
        self.leads("queue.offer", clip=other, shown="")
        self.does("Chiara", "queue.decline", clip=other)

    def offered(self) -> None:
        at_work = self.of_room(lambda r: r.queued_clip_id or "")
        self.leads("queue.offer", clip=self.clip, shown=at_work)

    def asked(self) -> None:
        self.does("Ben", "queue.accept", clip=self.clip)
        self.does("Ben", "queue.choose", clip=self.clip, introduction="none", narrates="y")

    def watching(self) -> None:
        self.go_to(Phase.VIEWING)
        self.leads("playback.play", revision=revision(self.site))
        at = film_is_at(self.site, 331_000)
        tag = self.does("Dao", "tag.place", family="withdrawal", at=at)["tag"]
        was = said("changed")
        self.does("Dao", "tag.say", tag=tag, intensity=3, note=was, note_visibility="private")
        note = said("note")
        self.does("Dao", "tag.say", tag=tag, intensity=3, note=note, note_visibility="private")
        tag = self.does("Eszter", "tag.place", family="unsure", reaction="control", at=at)["tag"]
        note = said("inner")
        self.does("Eszter", "tag.say", tag=tag, intensity=3, note=note, note_visibility="private")
        for name in ("Aditi", "Chiara", "Ben"):
            self.does(name, "tag.place", family="withdrawal", at=at)
        self.does("Ben", "narration.add", clip=self.clip, words=said("narrated"))
        self.does("Femi", "two_lanes.write", clip=self.clip, said="yes", asked=said("lane"))
        self.does("Chiara", "felt_sense.say", clip=self.clip, body_place=said("body"))
        self.does("Chiara", "state_shift.mark", clip=self.clip, client_uuid="her-shift", at=at)
        self.does("Chiara", "state_shift.say", moment="her-shift", to_state=said("shift"))
        self.does("Femi", "contact.lost", clip=self.clip, client_uuid="his-gap", at=at)
        self.does("Chiara", "advice.park", clip=self.clip, words=said("advice"))
        self.does("Ben", "pulse.say", state="unsure")

    def stopped(self) -> None:
        self.does("Ben", "hold.stop")

    def marked(self) -> None:
        self.does("Ben", "hold.lift")

        def seen(room: SupervisionSession) -> None:
            assert room.clip is not None
            room.clip.status = ClipStatus.PLAYED

        self.site.in_room(seen)
