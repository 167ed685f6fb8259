"""The beat of a page that no socket serves just now; see live/heartbeat.py."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from afttrainer.live import heartbeat
from afttrainer.web.room import means_whoever_asks, own_part, what_was_sent
from afttrainer.writing import TryAgain

heartbeats = Blueprint("heartbeats", __name__, url_prefix="/supervision/<int:supervision_id>")


@heartbeats.post("/here")
def here(supervision_id: int) -> tuple[AnyResponse, int]:
    sent, me = what_was_sent(), own_part(supervision_id)
    if not means_whoever_asks(sent, supervision_id):
        abort(409, _("Somebody else is signed in on this device now."))
    try:
        return jsonify(heartbeat.here_by_post(me, sent)), 200
    except TryAgain:
        return jsonify(again=True), 503
