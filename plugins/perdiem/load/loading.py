"""A load from beginning to end: all that is read is staged first, then written in the same transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from perdiem.config import SAMPLE_MARK
from perdiem.load import contract, making, mapping, marks, opening, returned
from perdiem.load.making import Rejection
from perdiem.load.mapping import Block
from perdiem.load.merging import TWICE, Staged, TooManyGone
from perdiem.load.rejections import Rejections
from perdiem.load.returned import Returned
from perdiem.load.source import BadSource, Source
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock

Tell = Callable[[str], None]
SECONDS_BETWEEN_TOLD = 5.0
TOLD_CAUSES = 20
MANY_ROWS = 100_000  # take seconds to write


class NotLoadable(Exception):
    """The database is none to load into; the message says why, and what to do."""


@dataclass(frozen=True)
class Planned:
    """What a load would read: blocks, each with its source. Their columns are there."""

    blocks: tuple[Block, ...]
    sources: dict[str, Source]  # by the place of a block
    addresses: dict[str, str]  # of each source, by the place of a block
    not_read: tuple[str, ...]  # what the source has beside, where no mapping says what is read


@dataclass(frozen=True)
class Loaded:
    """What became of the rows of one table."""

    table: str
    read: int
    new: int
    changed: int
    gone: int  # rows of the EHR that the source has no longer, and that were ended
    unfit: int
    kept: int
    only_changes: bool  # only what changed since the last load was read

    @property
    def unchanged(self) -> int:
        return self.read - self.new - self.changed - self.unfit - self.kept

    def __str__(self) -> str:
        rows = "row" if self.read == 1 else "rows"
        parts = [f"{self.read:,} {rows} read", f"{self.new:,} new", f"{self.changed:,} changed"]
        parts.append(f"{self.unchanged:,} as before")
        if self.gone:
            parts.append(f"{self.gone:,} gone from the source and {contract.WITH_AN_END[self.table]}")
        if self.kept:
            parts.append(f"{self.kept:,} the pipeline's own, left as they are")
        if self.unfit:
            parts.append(f"{self.unfit:,} that do not fit")
        return f"{self.table}{' (what changed)' if self.only_changes else ''}: {', '.join(parts)}"


@contextmanager
def planned(source: str, map_file: Path | None, time_zone: ZoneInfo) -> Iterator[Planned]:
    """Open what a load reads, and look whether all that it needs is there; reads no row.

    `source` is a folder, a workbook or a URL; without a file of mappings its names are the contract's. Raises
    BadMapping and BadSource.
    """
    with ExitStack() as stack:
        first = stack.enter_context(opening.opened(source, Path()))
        if map_file is None:
            names = [name for name in first.names() if name in contract.tables()]
            columns = {name: first.columns(Block(name, name, name, {})) for name in names}
            is_database = opening.is_database(source)
            blocks = mapping.of_contract_names(columns, time_zone, incremental=is_database)
            yield Planned(
                tuple(blocks),
                {block.place: first for block in blocks},
                {block.place: opening.address(source) for block in blocks},
                tuple(name for name in first.names() if name not in contract.tables()),
            )
            return
        try:
            text = map_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise mapping.BadMapping(f"{map_file} cannot be read ({type(error).__name__})") from None
        blocks = mapping.parse(text, time_zone)
        opened: dict[str | None, Source] = {None: first}
        for block in blocks:
            if block.source not in opened:
                assert block.source is not None
                opened[block.source] = stack.enter_context(opening.opened(block.source, map_file.parent))
        of_blocks = {block.place: opened[block.source] for block in blocks}
        for block in blocks:
            _check_columns(block, of_blocks[block.place])
        addresses = {block.place: opening.address(block.source or source) for block in blocks}
        yield Planned(tuple(blocks), of_blocks, addresses, ())


def load(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    plan: Planned,
    rejections: Rejections,
    now: datetime,
    tell: Tell,
    *,
    full: bool = False,
) -> list[Loaded]:
    """Read everything, and bring the EHR's tables to it, all in one transaction; done again, it changes nothing.

    `full`: read all rows, also of tables of which the last load left a mark. Raises BadSource, NotLoadable,
    TransactionFailed; nothing is written then.
    """
    _check_target(ehr)
    found: list[Loaded] = []
    reached: list[tuple[str, str, str]] = []
    with transactions.telling_no_values(), ehr.transaction():
        transactions.take_turns(ehr, Lock.LOAD)
        staged: dict[str, tuple[Staged, int, bool]] = {}
        for table in contract.tables().values():
            blocks = [block for block in plan.blocks if block.table == table.name]
            if blocks:
                since, mark = _marks(warehouse, plan, blocks, full)
                of_table = Staged(ehr, table, tuple(blocks[0].columns))
                read = _stage(of_table, plan, blocks, since, rejections, tell)
                staged[table.name] = (of_table, read, since is not None)
                reached += [(table.name, *mark)] if mark else []
        # From here on rows are locked: who writes back waits, and is not waited for in the middle.
        transactions.keep_other_runs_out(ehr)
        came_back = _recognise_own(ehr, warehouse, plan, staged, rejections, now, full=full)
        for name, (of_table, read, only_changes) in staged.items():
            told = time.monotonic()
            if read > MANY_ROWS:
                tell(f"{name}: writing what differs of {read:,} rows")
            gone = 0
            if any(block.complete for block in plan.blocks if block.table == name):
                gone = _end_what_is_gone(of_table, name, rejections, now, tell, full=full)
            written = of_table.write(now)
            if time.monotonic() - told > SECONDS_BETWEEN_TOLD:
                tell(f"{name}: written in {time.monotonic() - told:.0f} s")
            unfit = rejections.rows[name]
            kept = written.kept + (came_back.rows if name == "notes" else 0)
            found.append(Loaded(name, read, written.new, written.changed, gone, unfit, kept, only_changes))
    came_back.keep(warehouse)
    for table_name, fingerprint, mark_text in reached:
        marks.keep(warehouse, table_name, fingerprint, mark_text, now)
    for loaded in found:
        if loaded.new or loaded.changed or loaded.gone:
            # The next night plans by it. Where this user may not do so, PostgreSQL skips it with a warning.
            ehr.execute(sql.SQL("analyze {}").format(sql.Identifier("ehr", loaded.table)))
    return found


def tell_outcome(found: Sequence[Loaded], rejections: Rejections, tell: Tell) -> None:
    """Say what became of the rows of each table, and of each cause the first row that does not fit."""
    for loaded in found:
        tell(str(loaded))
    causes = rejections.told()
    for line in causes[:TOLD_CAUSES]:
        tell(line)
    if len(causes) > TOLD_CAUSES:
        tell(f"and {len(causes) - TOLD_CAUSES} causes more")
    if causes:
        tell(f"each row that does not fit is in {rejections.address}")


def _stage(
    staged: Staged, plan: Planned, blocks: list[Block], since: str | None, rejections: Rejections, tell: Tell
) -> int:
    """Read the blocks of a table; returns how many rows were read."""
    read = 0
    began = told = time.monotonic()
    with staged.copy() as copy:
        for number, block in enumerate(blocks):
            source = plan.sources[block.place]
            for chunk in source.chunks(block, since):
                rows, rejected = making.rows(block, chunk)
                for row in rows:
                    copy.write_row((str(number), *row))
                rejections.add(block, source.described(block), source.place, rejected)
                read += len(rows) + len({one.place for one in rejected})
                if time.monotonic() - told > SECONDS_BETWEEN_TOLD:
                    told = time.monotonic()
                    tell(f"{block.table}: {read:,} rows read in {told - began:.0f} s")
    for number, place in staged.take_doubles():
        source = plan.sources[blocks[number].place]
        rejections.add(blocks[number], source.described(blocks[number]), source.place, [Rejection(place, "", TWICE)])
    return read


def _recognise_own(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    plan: Planned,
    staged: Mapping[str, tuple[Staged, int, bool]],
    rejections: Rejections,
    now: datetime,
    *,
    full: bool,
) -> Returned:
    notes, authorizations = (staged[name][0] if name in staged else None for name in ("notes", "authorizations"))
    # A row that does not fit may be one of them.
    is_complete = not rejections.rows["notes"] and any(b.complete for b in plan.blocks if b.table == "notes")
    try:
        return returned.recognise(
            ehr, warehouse, notes, authorizations, now, is_complete=is_complete, however_many=full
        )
    except TooManyGone as gone:
        raise _cut_off(gone) from None


def _cut_off(gone: TooManyGone) -> BadSource:
    return BadSource(
        f"{gone}: expected a complete source, as its block says. Nothing was written. If they are to go, "
        "`make load FULL=1`"
    )


def _end_what_is_gone(
    staged: Staged, name: str, rejections: Rejections, now: datetime, tell: Tell, *, full: bool
) -> int:
    if rejections.rows[name]:
        # A row that does not fit is in the source all the same, and may be without its key.
        tell(f"{name}: what is gone from the source is left as it is until all of its rows fit")
        return 0
    try:
        return staged.end_what_is_gone(now, however_many=full)
    except TooManyGone as gone:
        raise _cut_off(gone) from None


def _marks(
    warehouse: psycopg.Connection, plan: Planned, blocks: list[Block], full: bool
) -> tuple[str | None, tuple[str, str] | None]:
    """From where on a table is read, None for all of it; and what to keep once it is, None for nothing."""
    [block, *others] = blocks
    if others or block.changed_by is None:
        return None, None
    fingerprint = marks.fingerprint(plan.addresses[block.place], block)
    reached = plan.sources[block.place].high_mark(block)
    since = None if full else marks.read(warehouse, block.table, fingerprint)
    return since, None if reached is None else (fingerprint, reached)


def _check_target(ehr: psycopg.Connection) -> None:
    if ehr.execute("select to_regclass('ehr.notes')").fetchone() == (None,):
        raise NotLoadable(
            "there is no schema ehr: `make load` makes it on the embedded database; elsewhere make it by "
            "plugins/perdiem/sql/ehr_contract.sql, then roles.sql"
        )
    mark = ehr.execute("select obj_description(to_regnamespace('ehr')::oid, 'pg_namespace')").fetchone()
    if mark == (SAMPLE_MARK,):
        raise NotLoadable(
            "schema ehr is the sample clinic: nobody's own data goes among it. Load into another PERDIEM_HOME, or "
            "delete this one by `make reset`"
        )


def _check_columns(block: Block, source: Source) -> None:
    there = source.columns(block)
    named = [*block.needs, *([block.changed_by] if block.changed_by else [])]
    if missing := [name for name in named if name not in there]:
        raise BadSource(f"{block.place}: {source.described(block)} has no column {missing[0]!r}", there)
