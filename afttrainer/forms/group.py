"""A group and the names on its list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.forms.base import RoomForm, line
from afttrainer.models.membership import NAME_AT_MOST


class NewGroupForm(RoomForm):
    name = line(_l("Name of the group"), NAME_AT_MOST, required=True)
    own_name = line(_l("Your own name in it"), NAME_AT_MOST, required=True)


class GroupNameForm(RoomForm):
    name = line(_l("Name of the group"), NAME_AT_MOST, required=True)


class MemberForm(RoomForm):
    name = line(_l("Name"), NAME_AT_MOST, required=True)
