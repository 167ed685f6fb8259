"""How last week's meeting ended: a line from each, the presenter's leave, ratings, closing."""

from __future__ import annotations

from afttrainer.content.codes import Phase
from afttrainer.demo import nasty
from afttrainer.demo.stage import Stage
from afttrainer.models import Debrief, PresenterCheckout, Rating

#: name, what I take with me, what is mine to use and what is not
LINES: tuple[tuple[str, str, str], ...] = (
    ("Aditi", "I was so set on being right about the plant that I lost him.", ""),
    (
        "Ben",
        "From his chair I could hear how much I wanted him to be well.",
        "The silence is mine to use. Femi's words would sound borrowed in my mouth.",
    ),
    ("Chiara", "Leaving me out is what I do when I am shy.", ""),
    ("Dao", "I went away and came back, and nobody held it against me.", "Waiting one breath."),
    ("Eszter", "My truth came out as one more push. It did not break anything.", ""),
    ("Femi", "Softer when I counted myself in.", ""),
    ("Mirela", "Twice I nearly explained it to you. You did not need me to.", ""),
    (nasty.ARABIC, nasty.ARABIC_WORDS, ""),
    (nasty.HEBREW, nasty.HEBREW_WORDS, nasty.MIXED_WORDS),
    (nasty.LONG, nasty.QUOTED_WORDS, ""),
    (nasty.MARKUP, nasty.MARKUP_WORDS, nasty.MARKUP_WORDS),
    (nasty.ENDLESS, nasty.ENDLESS_WORDS, ""),
)
#: name, four lines on the group, four on the work with the supervisor; None was left out
RATINGS: tuple[tuple[str, tuple[int | None, ...], tuple[int | None, ...]], ...] = (
    ("Aditi", (6, 5, 5, 6), (6, 5, 4, 6)),
    ("Ben", (5, 6, 7, 6), (7, 6, 5, 6)),
    ("Dao", (5, 4, None, 6), (5, 5, 6, 6)),
    ("Eszter", (4, 5, 4, 5), (5, 5, 6, None)),
    (nasty.HEBREW, (6, 6, 5, 6), (6, 6, 6, 7)),
)


def play(stage: Stage) -> None:
    stage.go_to(Phase.DEBRIEF, 70)
    for name, words, to_use in LINES:
        Debrief.say(stage(name), stage.after(35), words=words, to_use=to_use)
    stage.go_to(Phase.PRESENTER_CHECKOUT, 82)
    _check_out(stage)
    stage.go_to(Phase.RATINGS, 89)
    for name, cohesion, alliance in RATINGS:
        Rating.say(stage(name), stage.after(12), cohesion=cohesion, alliance=alliance)
    stage.room.close(stage.at(93))
    stage.all_leave()


def _check_out(stage: Stage) -> None:
    ben = stage("Ben")
    PresenterCheckout.about_the_group(
        ben,
        stage.after(120),
        closeness=7,
        shame_before=8,
        shame_after=3,
        words="Less alone with him than I came.",
    )
    PresenterCheckout.about_the_case(
        ben,
        stage.after(110),
        words="He keeps me company so that I do not see him. I do the same.",
        next_step="Ask once how it is with me, and then wait.",
    )
