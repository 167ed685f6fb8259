"""The nouns. Importing this package makes every table known; it imports no Flask request state."""

from afttrainer.models.advice import ParkedAdvice
from afttrainer.models.affect import AffectEntry
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.audit import AuditLine
from afttrainer.models.base import Base
from afttrainer.models.case import Case
from afttrainer.models.case_course import CaseCourse
from afttrainer.models.check_in import CheckIn
from afttrainer.models.clip import Clip
from afttrainer.models.clip_export import ClipExport
from afttrainer.models.command import CommandRecord
from afttrainer.models.comment import MomentComment
from afttrainer.models.consent import Consent
from afttrainer.models.cycle_pin import CyclePin
from afttrainer.models.debrief import Debrief
from afttrainer.models.distress import Distress
from afttrainer.models.dyad import DyadPlace
from afttrainer.models.erasure import Erasure
from afttrainer.models.exemplar import Exemplar
from afttrainer.models.exercise import Exercise
from afttrainer.models.felt_sense import FeltSense
from afttrainer.models.film_look import FilmLook
from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.follow_up import FollowUp
from afttrainer.models.group import Group
from afttrainer.models.group_note import GroupNote
from afttrainer.models.group_word import GroupWord
from afttrainer.models.hold import Hold
from afttrainer.models.home_practice import HomePractice
from afttrainer.models.inner_word import InnerWord
from afttrainer.models.lesson import Lesson
from afttrainer.models.let_go import LetGo
from afttrainer.models.lost_contact import LostContact
from afttrainer.models.mark_step import MarkStep
from afttrainer.models.membership import Membership
from afttrainer.models.narration import NarrationLine
from afttrainer.models.narration_sound import NarrationSound
from afttrainer.models.observation import Observation
from afttrainer.models.parsed_moment import ParsedMoment
from afttrainer.models.participant import Connection, Participant
from afttrainer.models.pathway import PathwayTap
from afttrainer.models.phase import Phase, PhaseVisit
from afttrainer.models.playback import Playback
from afttrainer.models.playback_mark import PlaybackMark
from afttrainer.models.poll import Poll
from afttrainer.models.poll_answer import PollAnswer
from afttrainer.models.poll_option import PollOption
from afttrainer.models.preparation import Preparation
from afttrainer.models.presenter_checkout import PresenterCheckout
from afttrainer.models.pull import Pull
from afttrainer.models.pulse import Pulse
from afttrainer.models.queue import QueuedClip
from afttrainer.models.rating import Rating
from afttrainer.models.recording import Recording, RecordingStatus
from afttrainer.models.relatedness import RelatednessSample, RelatednessTrace
from afttrainer.models.revision import Revision
from afttrainer.models.rotation import TurnSlot
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.rupture_view import RuptureView
from afttrainer.models.safety import FeltSafety
from afttrainer.models.second_look import SecondLook
from afttrainer.models.second_view import SecondView
from afttrainer.models.sign_out import SignOut
from afttrainer.models.stance import StanceNote
from afttrainer.models.state_shift import StateShift
from afttrainer.models.stay import Stay
from afttrainer.models.strain import StrainSignal
from afttrainer.models.stuck import StuckSpan
from afttrainer.models.supervision import SupervisionSession
from afttrainer.models.tag import RuptureTag
from afttrainer.models.tension import TensionView
from afttrainer.models.try_pin import TryPin
from afttrainer.models.two_chair import SeatSpan
from afttrainer.models.two_lanes import TwoLaneNote
from afttrainer.models.upload import Upload
from afttrainer.models.user import SignInLink, SiteRole, User
from afttrainer.models.wall import WallPass

__all__ = [
    "AffectEntry",
    "AuditLine",
    "Base",
    "Case",
    "CaseCourse",
    "CheckIn",
    "Clip",
    "ClipExport",
    "CommandRecord",
    "Connection",
    "Consent",
    "CyclePin",
    "Debrief",
    "Distress",
    "DyadPlace",
    "Erasure",
    "Exemplar",
    "Exercise",
    "FeltSafety",
    "FeltSense",
    "FilmLook",
    "FilmMoment",
    "FollowUp",
    "Group",
    "GroupNote",
    "GroupWord",
    "Hold",
    "HomePractice",
    "InnerWord",
    "Lesson",
    "LetGo",
    "LostContact",
    "MarkStep",
    "Membership",
    "MetacommunicationAttempt",
    "MomentComment",
    "NarrationLine",
    "NarrationSound",
    "Observation",
    "ParkedAdvice",
    "ParsedMoment",
    "Participant",
    "PathwayTap",
    "Phase",
    "PhaseVisit",
    "Playback",
    "PlaybackMark",
    "Poll",
    "PollAnswer",
    "PollOption",
    "Preparation",
    "PresenterCheckout",
    "Pull",
    "Pulse",
    "QueuedClip",
    "Rating",
    "Recording",
    "RecordingStatus",
    "RelatednessSample",
    "RelatednessTrace",
    "Revision",
    "RuptureEvent",
    "RuptureTag",
    "RuptureView",
    "SeatSpan",
    "SecondLook",
    "SecondView",
    "SignInLink",
    "SignOut",
    "SiteRole",
    "StanceNote",
    "StateShift",
    "Stay",
    "StrainSignal",
    "StuckSpan",
    "SupervisionSession",
    "TensionView",
    "TryPin",
    "TurnSlot",
    "TwoLaneNote",
    "Upload",
    "User",
    "WallPass",
]
