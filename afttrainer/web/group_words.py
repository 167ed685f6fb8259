"""A group's own words for what can be marked, on its page: for those who lead it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.forms.group_word import GroupWordForm, RewordForm
from afttrainer.models import GroupWord, Membership
from afttrainer.web.groups import Page, group_page, own_place
from afttrainer.web.keeping import Mistaken, Touched, change, keep, push_all, touched

group_words = Blueprint("group_words", __name__, url_prefix="/groups/<int:group_id>/words")


@group_words.post("")
def add(group_id: int) -> Page:
    me = own_place(group_id, leading=True)
    form, my_id = GroupWordForm(request.form), me.id

    def added(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        GroupWord.add(by, form.place.data, form.words.data or "", clock.now())
        return touched([by.group.open_room])

    try:
        push_all(keep(form, added))
    except Mistaken:
        return group_page(me, word_form=form), 422
    return _back(group_id)


@group_words.route("/<int:word_id>", methods=["GET", "POST"])
def reword(group_id: int, word_id: int) -> Page:
    me = own_place(group_id, leading=True)
    form, my_id = RewordForm(request.form, obj=GroupWord.of(me.group, word_id)), me.id

    def corrected(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        GroupWord.of(by.group, word_id).reword(by, form.words.data or "", clock.now())
        return touched([by.group.open_room])

    if request.method == "GET":
        return render_template("group_word/reword.html", me=me, group=me.group, form=form)
    try:
        push_all(keep(form, corrected))
    except Mistaken:
        return render_template("group_word/reword.html", me=me, group=me.group, form=form), 422
    return _back(group_id)


@group_words.post("/<int:word_id>/put-away")
def put_away(group_id: int, word_id: int) -> Response:
    return _done(group_id, word_id, lambda word, by: word.put_away(by, clock.now()))


@group_words.post("/<int:word_id>/offer-again")
def offer_again(group_id: int, word_id: int) -> Response:
    return _done(group_id, word_id, lambda word, by: word.offer_again(by))


def _done(group_id: int, word_id: int, act: Callable[[GroupWord, Membership], None]) -> Response:
    my_id = own_place(group_id, leading=True).id

    def done(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        act(GroupWord.of(by.group, word_id), by)
        return touched([by.group.open_room])

    change(done)
    return _back(group_id)


def _back(group_id: int) -> Response:
    return redirect(url_for("groups.group", group_id=group_id, _anchor="words-h"), code=303)
