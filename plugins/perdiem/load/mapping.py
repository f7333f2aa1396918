"""Which column of a source goes into which of the contract: a YAML file, read strictly.

A name or key that is not known is refused with those that are expected. Scalars are read as they stand: 0905 is a code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from perdiem.load import contract, values
from perdiem.load.values import Reading, Unfit

TOP = ("time_zone", "tables")
BLOCK = (
    *("from", "source", "encoding", "delimiter", "join", "where", "filled", "changed_by", "complete", "time_zone"),
    "columns",
)
COLUMN = ("column", "values", "otherwise", "nulls", "format", "time_zone")
# The ways to make a column, by the key that tells them apart, each with the keys that it may have beside it.
WAYS: Mapping[str, tuple[str, ...]] = {
    "column": COLUMN,
    "constant": ("constant",),
    "joined": ("joined", "with", "nulls"),
    "minutes_between": ("minutes_between", "nulls", "format", "time_zone"),
}
TIMES = ("date", "timestamptz")


class BadMapping(Exception):
    """A mapping that cannot be used; the message names the place, what stands there and what is expected."""


@dataclass(frozen=True)
class Value:
    """How one column of the contract is made: of which columns of the source, and in which way (a key of WAYS).

    `values` holds what stands for what, if only some values may come; what is not among them is `otherwise`, and does
    not fit where `has_otherwise` is false. `nulls` are texts that mean that nothing is there.
    """

    way: str
    columns: tuple[str, ...] = ()
    constant: str | None = None
    separator: str = ""
    values: Mapping[str, str | None] | None = None
    otherwise: str | None = None
    has_otherwise: bool = False
    nulls: frozenset[str] = frozenset()
    reading: Reading | None = None


@dataclass(frozen=True)
class Join:
    """Another table of a database whose row belongs to a row of the block's: its columns, each with the block's."""

    table: str
    on: Mapping[str, str]


@dataclass(frozen=True)
class Block:
    """What fills a table of the contract: a file or table of a source, and how each column is made of it.

    `where`: of these columns the values that a row must have one of; `filled`: columns that must not be empty; other
    rows are passed over. `changed_by`: the column by which later loads find what changed. `complete`: a row that is no
    longer there is to go.
    """

    table: str
    place: str
    name: str
    columns: Mapping[str, Value]
    source: str | None = None  # another one than that of the load
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    joins: tuple[Join, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    changed_by: str | None = None
    complete: bool = False
    fingerprint: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """Every column of the source that is read, once."""
        made_of = (name for value in self.columns.values() for name in value.columns)
        return tuple(dict.fromkeys([*made_of, *self.where, *self.filled]))


def parse(text: str, time_zone: ZoneInfo) -> list[Block]:
    """The blocks of a mapping file, in the order in which tables are filled.

    Times that name no zone are of `time_zone`. Raises BadMapping.
    """
    try:
        document = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the file"
        raise BadMapping(f"{where}: {getattr(error, 'problem', None) or 'this is no YAML'}") from None
    top = _only(document, TOP, "at the top")
    zone = _zone(top["time_zone"], "time_zone") if "time_zone" in top else time_zone
    given = _only(top.get("tables"), tuple(contract.tables()), "tables")
    blocks = []
    for table in contract.tables():
        if table not in given:
            continue
        several = given[table] if isinstance(given[table], list) else [given[table]]
        if not several:
            raise BadMapping(f"tables, {table}: expected a block, or a list of them")
        of_table = [
            _block(table, block, f"{table}, block {number}" if len(several) > 1 else table, zone)
            for number, block in enumerate(several, start=1)
        ]
        if len(of_table) > 1 and any(block.changed_by for block in of_table):
            raise BadMapping(f"{table}: expected changed_by where one block alone fills the table")
        if len({block.complete for block in of_table}) > 1:
            raise BadMapping(f"{table}: expected complete in all blocks of the table, or in none")
        for block in of_table[1:]:
            if differing := sorted(set(block.columns) ^ set(of_table[0].columns)):
                raise BadMapping(
                    f"{block.place}: {differing[0]} is in one block and not in another: expected the same columns in "
                    f"all blocks of a table; {{constant: null}} stands for none"
                )
        blocks += of_table
    return blocks


def of_contract_names(
    columns_of: Mapping[str, Sequence[str]], time_zone: ZoneInfo, *, incremental: bool
) -> list[Block]:
    """The blocks of a source that has the contract's own names: tables by name, with their columns.

    Raises BadMapping where there is none of its tables, or one without its key.
    """
    if not columns_of.keys() & contract.tables().keys():
        raise BadMapping(
            f"no file or table of it has a name of the contract: expected {', '.join(contract.tables())}; or a MAP"
        )
    blocks = []
    for name, table in contract.tables().items():
        if name not in columns_of:
            continue
        here = [column for column in table.columns if column in columns_of[name]]
        if missing := [column for column in table.key if column not in here]:
            raise BadMapping(f"{name}: there is no column {missing[0]!r}, its key; or name what stands for it in a MAP")
        columns = {column: Value("column", (column,), reading=Reading(None, time_zone)) for column in here}
        changed_by = contract.WHEN_CHANGED if incremental and contract.WHEN_CHANGED in here else None
        blocks.append(Block(name, name, name, columns, changed_by=changed_by, fingerprint=_fingerprint(here)))
    return blocks


class _Loader(yaml.SafeLoader):
    """Every scalar is text, but null; no key stands twice."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # as PyYAML declares it
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping_node(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    names = [loader.construct_object(key) for key, _ in node.value]
    for place, name in enumerate(names):
        if not isinstance(name, str):
            raise yaml.constructor.ConstructorError(
                None, None, "expected a name as key", node.value[place][0].start_mark
            )
        if name in names[:place]:
            mark = node.value[place][0].start_mark
            raise yaml.constructor.ConstructorError(None, None, f"{name!r} stands there twice", mark)
    return {
        name: loader.construct_object(content, deep=True) for name, (_, content) in zip(names, node.value, strict=True)
    }


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping_node)


def _block(table: str, given: Any, place: str, zone: ZoneInfo) -> Block:
    block = _only(given, BLOCK, place)
    for needed in ("from", "columns"):
        if needed not in block:
            raise BadMapping(f"{place}: expected {needed!r}")
    zone = _zone(block["time_zone"], f"{place}, time_zone") if "time_zone" in block else zone
    kinds = contract.tables()[table].columns
    columns = {
        name: _value(kinds[name], value, f"{place}, {name}", zone)
        for name, value in _only(block["columns"], tuple(kinds), f"{place}, columns").items()
    }
    if missing := [name for name in contract.tables()[table].key if name not in columns]:
        raise BadMapping(f"{place}, columns: expected {missing[0]!r}, of the key of {table}")
    joins = tuple(
        Join(
            name, {column: _text(own, f"{place}, join, {name}") for column, own in _names(on, f"{place}, join, {name}")}
        )
        for name, on in _names(block.get("join", {}), f"{place}, join")
    )
    where = {
        name: tuple(_texts(wanted if isinstance(wanted, list) else [wanted], f"{place}, where, {name}"))
        for name, wanted in _names(block.get("where", {}), f"{place}, where")
    }
    delimiter = _text(block.get("delimiter", ","), f"{place}, delimiter")
    if len(delimiter) != 1:
        raise BadMapping(f"{place}, delimiter is {delimiter!r}: expected one character")
    complete = _text(block.get("complete", "false"), f"{place}, complete")
    if complete not in ("true", "false"):
        raise BadMapping(f"{place}, complete is {complete!r}: expected true or false")
    if complete == "true" and ("changed_by" in block or table not in contract.WITH_AN_END):
        tables = ", ".join(contract.WITH_AN_END)
        raise BadMapping(f"{place}, complete: expected it for one of {tables}, and without changed_by")
    encoding = _text(block.get("encoding", "utf-8-sig"), f"{place}, encoding")
    try:
        "".encode(encoding)
    except LookupError:
        raise BadMapping(f"{place}, encoding is {encoding!r}: expected one that Python knows, as cp1252") from None
    return Block(
        table=table,
        place=place,
        name=_text(block["from"], f"{place}, from"),
        columns=columns,
        source=_text(block["source"], f"{place}, source") if "source" in block else None,
        encoding=encoding,
        delimiter=delimiter,
        joins=joins,
        where=where,
        filled=tuple(_texts(block.get("filled", []), f"{place}, filled")),
        changed_by=_text(block["changed_by"], f"{place}, changed_by") if "changed_by" in block else None,
        complete=complete == "true",
        fingerprint=_fingerprint([given, zone.key]),
    )


def _value(kind: str, given: Any, place: str, zone: ZoneInfo) -> Value:
    if isinstance(given, str):
        return Value("column", (given,), reading=Reading(None, zone))
    ways = [way for way in WAYS if isinstance(given, dict) and way in given]
    if len(ways) != 1:
        raise BadMapping(f"{place}: expected the name of a column, or one of {', '.join(WAYS)}")
    [way] = ways
    value = _only(given, WAYS[way], place)
    if way == "constant":
        return Value(way, constant=_fitting(kind, value["constant"], f"{place}, constant", zone))
    nulls = frozenset(_texts(value.get("nulls", []), f"{place}, nulls"))
    if way == "joined":
        columns = tuple(_texts(value["joined"], f"{place}, joined"))
        if kind != "text":
            raise BadMapping(f"{place} is of type {kind}: expected joined columns for a text")
        separator = _text(value.get("with", ""), f"{place}, with", may_be_empty=True)
        return Value(way, columns, separator=separator, nulls=nulls)
    reading = _reading(value, place, zone)
    if way == "minutes_between":
        columns = tuple(_texts(value["minutes_between"], f"{place}, minutes_between"))
        if len(columns) != 2 or kind != "integer":
            raise BadMapping(f"{place}: expected the minutes between two columns, and for a column of type integer")
        return Value(way, columns, nulls=nulls, reading=reading)
    if reading.format and kind not in TIMES:
        raise BadMapping(f"{place} is of type {kind}: expected a format for a date or a time")
    known = None
    if "values" in value:
        known = {
            name: _fitting(kind, stands_for, f"{place}, values, {name}", zone)
            for name, stands_for in _names(value["values"], f"{place}, values", may_be_null=True)
        }
    if "otherwise" in value and known is None:
        raise BadMapping(f"{place}: expected values beside otherwise")
    return Value(
        way,
        (_text(value["column"], f"{place}, column"),),
        values=known,
        otherwise=_fitting(kind, value.get("otherwise"), f"{place}, otherwise", zone),
        has_otherwise="otherwise" in value,
        nulls=nulls,
        reading=reading,
    )


def _reading(value: Mapping[str, Any], place: str, zone: ZoneInfo) -> Reading:
    pattern = _text(value["format"], f"{place}, format") if "format" in value else None
    if pattern and not values.is_format(pattern):
        raise BadMapping(f"{place}, format is {pattern!r}: expected one as %m/%d/%Y or %m/%d/%Y %H:%M")
    return Reading(pattern, _zone(value["time_zone"], f"{place}, time_zone") if "time_zone" in value else zone)


def _fitting(kind: str, given: Any, place: str, zone: ZoneInfo) -> str | None:
    """A value of the mapping itself, as PostgreSQL takes it."""
    if given is None:
        return None
    fitting = values.as_stored(kind, _text(given, place, may_be_empty=True), Reading(None, zone))
    if isinstance(fitting, Unfit):
        raise BadMapping(f"{place} is {given!r}: {fitting.expected}")
    return fitting


def _zone(given: Any, place: str) -> ZoneInfo:
    name = _text(given, place)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadMapping(f"{place} is {name!r}: expected the name of a time zone, as America/New_York") from None


def _only(given: Any, expected: Sequence[str], place: str) -> dict[str, Any]:
    if not isinstance(given, dict) or not given:
        raise BadMapping(f"{place}: expected {', '.join(expected)}, or some of them")
    if unknown := [name for name in given if name not in expected]:
        raise BadMapping(f"{place}: there is no {unknown[0]!r}: expected {', '.join(expected)}")
    return given


def _names(given: Any, place: str, *, may_be_null: bool = False) -> list[tuple[str, Any]]:
    if not isinstance(given, dict):
        raise BadMapping(f"{place}: expected names with values")
    if not may_be_null and (empty := [name for name, value in given.items() if value is None]):
        raise BadMapping(f"{place}: expected something for {empty[0]!r}")
    return list(given.items())


def _texts(given: Any, place: str) -> list[str]:
    if not isinstance(given, list):
        raise BadMapping(f"{place}: expected a list")
    return [_text(one, place, may_be_empty=True) for one in given]


def _text(given: Any, place: str, *, may_be_empty: bool = False) -> str:
    if not isinstance(given, str) or not (given or may_be_empty):
        raise BadMapping(f"{place}: expected one text")
    return given


def _fingerprint(given: Any) -> str:
    """Changes when the block does: what was read by another one is read anew."""
    return hashlib.sha256(repr(given).encode()).hexdigest()
