"""Who may read what on the server: the table of scopes as rights of four roles, each of them of its own stations.

A login becomes a reader by being granted one of the roles, and by rows in the table ``sight`` that name its stations
(``*`` is all of them). Nobody but the publishing account reads the journal, and no sensitive field is given to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from desktop.domain.access import Role, rows_seen
from desktop.domain.fields import Register, Registry
from desktop.domain.scope import Scope
from desktop.domain.scope_table import DEFAULTS, MEDIATION, READERS, Reach, given
from desktop.publish.server import SCHEMA, Server
from desktop.store.tables import CREATED, ENDED, MARKS, STANDING, STATION

_ALWAYS: Final = ("id", STATION, STANDING, CREATED, ENDED)


def role_of(reader: str) -> str:
    """The role on the server of a reader of the table of scopes."""
    return f"{SCHEMA}_{reader}"


def columns_given(reader: str, register: Register) -> tuple[str, ...]:
    """The columns that a reader gets; none where it gets no rows."""
    reach = DEFAULTS[reader].get(register.name, Reach.NOTHING)
    if not reach.shows_rows:
        return ()
    fields = [field.name for field in register.fields if given(reach, register.name, field)]
    return (*_ALWAYS, *([MARKS] if reach is Reach.ROWS else []), *fields)


def roles_there(server: Server) -> list[str]:
    """The readers whose roles are on the server, made now where the account may make roles."""
    row = server.execute(
        "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    known = {each for (each,) in server.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'tuquan%'")}
    for reader in READERS:
        role = role_of(reader)
        if role not in known and row is not None and row[0]:
            # Roles belong to the whole server: another database of it may make the same one at this moment.
            server.execute(
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN;"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$".encode()
            )
            known.add(role)
    return [reader for reader in READERS if role_of(reader) in known]


def sight() -> Iterator[str]:
    """The statements that say which stations a reader sees: those of its own rows in ``sight``."""
    yield (
        "CREATE OR REPLACE FUNCTION sees(station text) RETURNS boolean LANGUAGE sql STABLE AS"
        f" $$ SELECT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = '{SCHEMA}.sight'::regclass),"
        f" 'member') OR EXISTS (SELECT 1 FROM {SCHEMA}.sight s"
        " WHERE s.reader = current_user AND s.station IN ('*', $1)) $$"
    )
    yield "ALTER TABLE sight ENABLE ROW LEVEL SECURITY"
    yield "DROP POLICY IF EXISTS own ON sight"
    yield "CREATE POLICY own ON sight FOR SELECT USING (reader = current_user)"


def rights(registry: Registry, readers: Iterable[str], codes: Iterable[str]) -> Iterator[str]:
    """The statements that give readers what the table of scopes says; ``codes`` are the indicators that have a view."""
    readers, codes = list(readers), list(codes)
    for reader in readers:
        role = role_of(reader)
        yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}"
        yield f"GRANT SELECT ON sight, period TO {role}"
    for register in registry:
        yield from _rights_in(register, registry, readers)
    for reader in readers:
        scope = Scope(reader, DEFAULTS[reader], registry)
        for code in codes:
            if scope.tells(code):
                yield f'GRANT SELECT ON "indicator_{code}" TO {role_of(reader)}'


def _rights_in(register: Register, registry: Registry, readers: Iterable[str]) -> Iterator[str]:
    table = f'"{register.name}"'
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS sight ON {table}"
    yield f'CREATE POLICY sight ON {table} FOR SELECT USING (sees("{STATION}"))'
    narrowed = _narrowed(register, registry)
    for reader in readers:
        role = role_of(reader)
        yield f"REVOKE ALL ON {table} FROM {role}"
        columns = columns_given(reader, register)
        if columns:
            yield f"GRANT SELECT ({', '.join(map(_quoted, columns))}) ON {table} TO {role}"
        if reader == MEDIATION and narrowed is not None:
            yield f"DROP POLICY IF EXISTS cases ON {table}"
            yield f"CREATE POLICY cases ON {table} AS RESTRICTIVE FOR SELECT TO {role} USING ({narrowed})"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _narrowed(register: Register, registry: Registry) -> str | None:
    """Of some registers the justice official knows only of the cases of mediation groups."""
    for name, (field, value) in rows_seen(Role.JUSTICE).items():
        if register.name == name:
            return f"\"{field}\" = '{value}'"
        parent = register.parent
        if name in registry and register.name in registry[name].children and parent is not None:
            # What the role may see of the parent is asked in the same way.
            return f'"{parent.name}" IN (SELECT id FROM {SCHEMA}."{name}")'
    return None
