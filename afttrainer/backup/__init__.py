"""Copies of a site's database, and the way back from one. Of a SQLite file only: PostgreSQL has its
own tools (docs/operating.md).

No copy holds a key of a film, a stop, or anything that was deleted before it was taken.
"""
