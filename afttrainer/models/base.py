"""What every table shares."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    CursorResult,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Table,
    insert,
    inspect,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Session,
    make_transient_to_detached,
    object_session,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Goes in aware, lies in UTC, comes out aware; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


#: For what outgrows 32 bits. SQLite's own integers have 64 and must keep their name, which makes a
#: primary key of one its row number.
LargeInteger = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    #: Named constraints, so that a migration can drop them again on every database.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    #: Codes lie as their own words, so that a database can be read without this program.
    type_annotation_map = {
        datetime: UtcDateTime(),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=False,
            length=60,
            values_callable=lambda codes: [code.value for code in codes],
        ),
    }


def enter(session: Session, row: Base) -> None:
    """Write a new row at once, without the unit of work's looking round for what belongs to it: a
    third of the time, on the way of a tap. What it refers to is set by number; a
    default that was left to the table is read when it is asked for."""
    columns = inspect(type(row)).column_attrs
    known = {one.key: row.__dict__[one.key] for one in columns if one.key in row.__dict__}
    written = session.execute(insert(cast(Table, row.__table__)), known)
    key = cast("CursorResult[Any]", written).inserted_primary_key
    for one in columns:
        if one.columns[0].primary_key:
            set_committed_value(row, one.key, key[0] if key else None)
        elif one.key not in known and one.columns[0].default is None:
            set_committed_value(row, one.key, None)
    make_transient_to_detached(row)
    session.add(row)


def session_of(row: Base) -> Session:
    """The session that a row was loaded in. Raises LookupError for one that is in none."""
    session = object_session(row)
    if session is None:
        raise LookupError("only what was found in a meeting is changed in it")
    return session
