"""The nouns. Importing this package makes every table known; it imports no Flask request state."""

from afttrainer.models.affect import AffectEntry
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.base import Base
from afttrainer.models.case import Case
from afttrainer.models.check_in import CheckIn
from afttrainer.models.clip import Clip
from afttrainer.models.command import CommandRecord
from afttrainer.models.consent import Consent
from afttrainer.models.debrief import Debrief
from afttrainer.models.exercise import Exercise
from afttrainer.models.follow_up import FollowUp
from afttrainer.models.group import Group
from afttrainer.models.hold import Hold
from afttrainer.models.membership import Membership
from afttrainer.models.narration import NarrationLine
from afttrainer.models.participant import Connection, Participant
from afttrainer.models.pathway import PathwayTap
from afttrainer.models.phase import Phase, PhaseVisit
from afttrainer.models.playback import Playback
from afttrainer.models.playback_mark import PlaybackMark
from afttrainer.models.preparation import Preparation
from afttrainer.models.presenter_checkout import PresenterCheckout
from afttrainer.models.pulse import Pulse
from afttrainer.models.queue import QueuedClip
from afttrainer.models.rating import Rating
from afttrainer.models.recording import Recording, RecordingStatus
from afttrainer.models.revision import Revision
from afttrainer.models.rotation import TurnSlot
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.rupture_view import RuptureView
from afttrainer.models.safety import FeltSafety
from afttrainer.models.second_look import SecondLook
from afttrainer.models.second_view import SecondView
from afttrainer.models.state_shift import StateShift
from afttrainer.models.strain import StrainSignal
from afttrainer.models.supervision import SupervisionSession
from afttrainer.models.tag import RuptureTag
from afttrainer.models.two_chair import SeatSpan
from afttrainer.models.user import SignInLink, SiteRole, User
from afttrainer.models.wall import WallPass

__all__ = [
    "AffectEntry",
    "Base",
    "Case",
    "CheckIn",
    "Clip",
    "CommandRecord",
    "Connection",
    "Consent",
    "Debrief",
    "Exercise",
    "FollowUp",
    "Group",
    "Hold",
    "Membership",
    "MetacommunicationAttempt",
    "NarrationLine",
    "Participant",
    "PathwayTap",
    "Phase",
    "PhaseVisit",
    "Playback",
    "PlaybackMark",
    "Preparation",
    "PresenterCheckout",
    "Pulse",
    "QueuedClip",
    "Rating",
    "FeltSafety",
    "FeltSense",
    "FilmMoment",
    "Recording",
    "RecordingStatus",
    "Revision",
    "RuptureEvent",
    "RuptureTag",
    "RuptureView",
    "SeatSpan",
    "SignInLink",
    "SiteRole",
    "StrainSignal",
    "SupervisionSession",
    "TurnSlot",
    "User",
    "WallPass",
]
