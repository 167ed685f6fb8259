"""A group taken out of the database as if it had never been there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, Table, delete, or_, select, update

from afttrainer.models import Base, Group, Membership, Recording, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def forget_group(session: Session, group: Group) -> set[str]:
    """Remove a group with all its meetings, cases, films and words.

    Accounts that stand in no other group go too, except those that lead: whoever runs the site
    must not lose their way in. Returns the SHA-256 of films that no recording has any more, which
    the film store may erase once this is committed. `group` is of no use afterwards.
    """
    session.flush()
    films = _films_of(group)
    followers = {m.user_id for m in group.memberships if m.user_id and not m.supervises}
    _remove(session, _table(Group), {group.id})
    placed = set(session.scalars(select(Membership.user_id).where(Membership.user_id.is_not(None))))
    _remove(session, _table(User), followers - placed)
    session.expunge_all()
    still_wanted = session.scalars(select(Recording.sha256).where(Recording.sha256.in_(films)))
    return films - set(still_wanted)


def _films_of(group: Group) -> set[str]:
    recordings = [r for m in group.memberships for case in m.cases for r in case.recordings]
    return {r.sha256 for r in recordings if r.sha256 is not None}


def _remove(session: Session, table: Table, ids: Iterable[int]) -> None:
    """Delete these rows and whatever refers to them, in any table there is or will be."""
    doomed: dict[Table, set[int]] = {table: set(ids)}
    which: dict[Table, ColumnElement[bool]] = {table: table.c.id.in_(doomed[table])}
    for child in Base.metadata.sorted_tables:
        hangs = [
            key.parent.in_(doomed[key.column.table])
            for key in child.foreign_keys
            # What points back (the room's present phase) and what points within its own table
            # goes with the row that owns it.
            if key.column.table in doomed and key.column.table is not child and not key.use_alter
        ]
        if hangs:
            which[child] = or_(*hangs)
            if "id" in child.c:
                doomed[child] = set(session.scalars(select(child.c.id).where(which[child])))
    for owner, rows in which.items():
        back = {key.parent.name: None for key in owner.foreign_keys if key.use_alter}
        if back:
            session.execute(update(owner).where(rows).values(back))
    for one in reversed(which):
        session.execute(delete(one).where(which[one]))


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)
