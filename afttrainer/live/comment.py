"""Live door of comments on a moment."""

from __future__ import annotations

from afttrainer.forms.comment import ChangeCommentForm, CommentForm, OneCommentForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import MomentComment, QueuedClip


@command("comment.say", CommentForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say(room: Room, form: CommentForm) -> None:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    words, ms = form.words.data or "", form.clip_ms.data or 0
    MomentComment.say(room.me, clip, ms, words, room.now, answers=form.answers.data)


@command("comment.change", ChangeCommentForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def change(room: Room, form: ChangeCommentForm) -> None:
    MomentComment.own(room.me, form.comment.data or 0).change(form.words.data or "")


@command("comment.take_back", OneCommentForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, form: OneCommentForm) -> None:
    MomentComment.own(room.me, form.comment.data or 0).take_back()
