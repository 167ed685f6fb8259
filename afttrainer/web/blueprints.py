"""Every web noun: one blueprint each."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

#: Module in afttrainer.web, and the blueprint's name in it.
NOUNS = {
    "pages": "pages",
    "groups": "groups",
    "group_words": "group_words",
    "practised": "practised",
    "home_practices": "home_practices",
    "members": "members",
    "contacts": "contacts",
    "stances": "stances",
    "shown": "shown",
    "cases": "cases",
    "case_courses": "case_courses",
    "recordings": "recordings",
    "consents": "consents",
    "tensions": "tensions",
    "bringing": "bringing",
    "uploads": "uploads",
    "film_work": "film_work",
    "caption_files": "caption_files",
    "clips": "clips",
    "exports": "exports",
    "exemplars": "exemplars",
    "outlines": "outlines",
    "supervisions": "supervisions",
    "plans": "plans",
    "clip_queues": "clip_queues",
    "preparations": "preparations",
    "links": "links",
    "join": "join",
    "account": "account",
    "walls": "walls",
    "room": "room",
    "heartbeat": "heartbeats",
    "room_film": "films",
    "narration_sounds": "narration_sounds",
    "records": "records",
}


def register(app: Flask) -> None:
    for module, name in NOUNS.items():
        app.register_blueprint(getattr(import_module(f"afttrainer.web.{module}"), name))
