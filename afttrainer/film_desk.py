"""The server's side of the film worker: keep it running, and note what it says of each film."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipOrigin
from afttrainer.export_desk import ExportDesk
from afttrainer.extensions import db, socketio, write
from afttrainer.file_lock import FileLock
from afttrainer.film_house import film_house
from afttrainer.live import phone_clip
from afttrainer.media.reports import FINISHED, Report
from afttrainer.media.tasks import cut_ticket
from afttrainer.media.worker import FilmWorker
from afttrainer.models import Recording, RecordingStatus, SupervisionSession
from afttrainer.models.revision import PLAYBACK
from afttrainer.rounds import tried
from afttrainer.web.keeping import Touched, push_all, touched

LOOKED_EVERY_S = 1.0
#: So often it is heard whether a film can be shown: whoever brought it waits for that.
HEARD_EVERY_S = 0.1
#: What has a clip wanted on phones is told where it is written; another worker's word is not heard.
CLIPS_EVERY = timedelta(seconds=5)


class FilmDesk:
    """One a server. `start` looks once a second until `stop`, and when a film can be shown.

    Of several workers one sits at the desk and has the film worker; when it is gone, however it
    went, another takes its place at the next look.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._house = film_house(app)
        home = app.extensions["settings"].home
        self._worker = FilmWorker(
            home,
            self._house.store.root,
            self._house.inbox,
            self._house.keys,
            plain=not self._house.store.seals,
            inbox_keeps=app.extensions["settings"].inbox_keeps,
        )
        self._place = FileLock(home / "film_desk.lock")
        self._sits = False
        self._exports = ExportDesk(self._house, app.extensions["settings"].clip_export)
        self._seen = 0
        self._stages: dict[str, str] = {}
        self._went_well = True
        self._clips_known: int | None = None
        self._clips_at: datetime | None = None
        self._open = True

    def start(self) -> None:
        self.poll()
        socketio.start_background_task(self.run_forever, socketio.sleep)

    def stop(self) -> None:
        """Let the worker finish its step and leave."""
        self._open = False
        self._worker.stop()
        self._place.let_go()
        self._house.close()

    def run_forever(self, sleep: Callable[[float], object]) -> None:
        """Look once a second until `stop`, sooner where there is news of a film. A look that fails
        is told and tried again."""
        while self._open:
            for _moment in range(round(LOOKED_EVERY_S / HEARD_EVERY_S)):
                sleep(HEARD_EVERY_S)
                if not self._open or (self._went_well and self._has_news()):
                    break
            if self._open:
                self._went_well = False
                tried(self._look, "The films could not be looked after")

    def _look(self) -> None:
        self.poll()
        self._went_well = True  # else the same news would have it look ten times a second

    def _has_news(self) -> bool:
        """Whether a film has come to a further step than we know of."""
        if not self._sits:
            return False
        try:
            told = self._house.queue.reports.since(self._seen)
        except sqlite3.Error:
            return False  # the next look says so
        return any(self._stages.get(report.ticket) != report.stage for report in told)

    def poll(self) -> None:
        """One look: the worker runs, and its new reports stand on their recordings."""
        if not self._sit_down():
            return
        self._worker.ensure_alive()
        reports = self._house.queue.reports.since(self._seen)
        if reports:
            with self._app.app_context():
                taken, changed = write(lambda session: _note(session, reports))
                push_all(changed)
                for report in reports:
                    if report.finished:
                        self._be_done_with(report, report.ticket in taken)
            self._seen = max(report.version for report in reports)
            now_at = self._stages | {report.ticket: report.stage for report in reports}
            self._stages = {film: at for film, at in now_at.items() if at not in FINISHED}
        with self._app.app_context():
            if self._may_want_clips(clock.now()):
                self._have_cut()
            self._exports.look(clock.now())
        self._house.erase_what_waits()

    def _may_want_clips(self, now: datetime) -> bool:
        news = phone_clip.News.count
        late = self._clips_at is None or now - self._clips_at >= CLIPS_EVERY
        if news == self._clips_known and not late:
            return False
        self._clips_known, self._clips_at = news, now
        return True

    def _have_cut(self) -> None:
        """Phones get clips that end at their marks: those of meetings to come are cut by now."""
        store, missing = self._house.store, {}
        for clip in phone_clip.wanted(db.session):
            name = phone_clip.stored_name(clip)
            if name is not None and name not in missing and not store.has(name):
                missing[name] = clip
        # Asking costs a sync of the disk, in which no room is heard: what waits, or could not be
        # cut, is not asked for again.
        known = self._house.queue.reports.tickets() if missing else set()
        for clip in missing.values():
            sha256, film = clip.recording.sha256, clip.recording.film_name
            if sha256 and cut_ticket(sha256, clip.in_ms, clip.out_ms) not in known:
                self._house.queue.cut(sha256, film or "", clip.in_ms, clip.out_ms)

    def _sit_down(self) -> bool:
        """Whether the desk is ours, now or since long."""
        if not self._sits and self._place.take():
            self._take_up_again()
            self._sits = True
        return self._sits

    def _be_done_with(self, report: Report, taken: bool) -> None:
        """A report is kept while its file lies in the inbox, by which the worker knows the file,
        and while it is offered there. A film that was removed while it was prepared goes."""
        if report.origin == "clip":
            self._be_done_with_clip(report)
            return
        if report.stage == "stopped" and taken:
            return  # it may be begun again
        if report.stage == "stopped":
            self._house.store.discard(report.ticket)
        wanted_no_more = self._house.queue.reports.is_cancelled(report.ticket)
        if report.origin == "inbox" and (report.source.exists() or not (taken or wanted_no_more)):
            if taken or not wanted_no_more:
                return
            self._house.let_go(report.ticket)
        else:
            self._house.queue.reports.forget(report.ticket)
        if not taken and report.sha256 is not None and not _is_wanted(report.sha256):
            self._house.erase(report.sha256)

    def _be_done_with_clip(self, report: Report) -> None:
        """One that could not be cut is not tried again before the next start."""
        if report.stage != "ready":
            return
        self._house.queue.reports.forget(report.ticket)
        sha256 = report.source.parent.name
        wanted = {phone_clip.stored_name(clip) for clip in phone_clip.wanted(db.session)}
        self._house.store.drop_clips(sha256, {name for name in wanted if name})

    def _take_up_again(self) -> None:
        """Films brought in just before the power went: the worker has not heard of them yet. And
        clips that could not be cut may be tried once more."""
        for report in self._house.queue.reports.since(0):
            if report.origin == "clip" and report.finished:
                self._house.queue.reports.forget(report.ticket)
        with self._app.app_context():
            waiting = select(Recording.ticket).where(
                Recording.status == RecordingStatus.PREPARING,
                Recording.origin == ClipOrigin.PATIENT_RECORDING,
            )
            known = self._house.queue.reports.tickets()
            lost = [t for t in db.session.scalars(waiting) if t not in known]
            for ticket in lost:
                film = self._house.store.root / "incoming" / ticket / "film"
                if film.is_file():
                    beside = film.with_name("captions.vtt")
                    captions = str(beside) if beside.is_file() else None
                    self._house.queue.prepare(ticket, str(film), captions)
                else:
                    write(partial(_lose, ticket=ticket))


def _note(session: Session, reports: list[Report]) -> tuple[set[str], Touched]:
    """The tickets among them that a recording bears, and the rooms whose players are to hear."""
    taken, rooms = set(), []
    for report in reports:
        if report.origin == "clip":
            rooms += _rooms_with(session, report) if report.stage == "ready" else []
            continue
        found = session.scalar(select(Recording).where(Recording.ticket == report.ticket))
        if found is not None:
            was = found.is_growing, found.is_ready
            found.report(report)
            if found.status is not RecordingStatus.ERASED:  # what it became meanwhile goes, too
                taken.add(report.ticket)
            if (found.is_growing, found.is_ready) != was:
                rooms += _rooms_of(found)
    for room in rooms:
        room.touch(PLAYBACK)
    return taken, touched(rooms)


def _rooms_of(recording: Recording) -> list[SupervisionSession]:
    """Open rooms whose film is of this recording."""
    queued = [queued for clip in recording.clips for queued in clip.queued]
    return [q.supervision for q in queued if q.supervision.is_live and q.supervision.film is q]


def _rooms_with(session: Session, report: Report) -> list[SupervisionSession]:
    sha256 = report.source.parent.name
    found = session.scalars(select(Recording).where(Recording.sha256 == sha256))
    return [room for recording in found for room in _rooms_of(recording)]


def _lose(session: Session, ticket: str) -> None:
    found = session.scalar(select(Recording).where(Recording.ticket == ticket))
    if found is not None:
        found.refuse(_("This film did not arrive whole. Please bring it in again."))


def _is_wanted(sha256: str) -> bool:
    return db.session.scalar(select(Recording.id).where(Recording.sha256 == sha256)) is not None
