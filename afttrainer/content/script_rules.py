"""What the fields of a script must be to one another.

The rules read the plain values and not the models, so that a person who wrote five mistakes hears
of all five at once; where a value is of the wrong kind they keep silent, as pydantic speaks of it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from afttrainer.content.codes import FORMS_OF, Dimension, Form, ScriptType, Seat, StepKind
from afttrainer.content.problems import Place
from afttrainer.content.script_fields import as_seconds

Values: TypeAlias = Mapping[str, Any]
Finding: TypeAlias = tuple[Place, LazyString]
Numbered: TypeAlias = list[tuple[int, Values]]


def findings(type_: ScriptType, data: Values) -> Iterator[Finding]:
    """Every rule that the script breaks, with the place where to mend it."""
    steps = _numbered(data.get("steps"))
    yield from _said_once(data, steps)
    yield from _fields_of_other_types(type_, steps)
    if type_ is ScriptType.MINDFULNESS_INDUCTION and "component" in data:
        yield ("component",), _l("remove this; an induction counts as mindfulness")
    if type_ is ScriptType.TWO_CHAIR:
        yield from _role_play_order(steps)
        yield from _chairs(data, steps)
    elif type_ is ScriptType.ROTATING_ROLE_PLAY:
        yield from _role_play_order(steps)
        yield from _cells(_numbered(data.get("try_cells")))
        if steps and not _of_kind(steps, StepKind.PRACTICE):
            yield ("steps",), _l("add a prompt for the one who tries, a step of kind practice")
    elif type_ in (ScriptType.MINDFULNESS_INDUCTION, ScriptType.CENTERING):
        yield from _timing(data, steps)
    else:
        yield from _order(steps)
        yield from _nobody_plays(type_, steps)
        if steps and not _of_kind(steps, StepKind.PRACTICE):
            yield ("steps",), _l("add what is done, a step of kind practice")


def _numbered(value: Any) -> Numbered:
    items = value if isinstance(value, tuple) else ()
    return [(i, item) for i, item in enumerate(items) if isinstance(item, dict)]


def _of_kind(steps: Numbered, kind: StepKind) -> Numbered:
    return [(i, step) for i, step in steps if step.get("kind", StepKind.PRACTICE) == kind]


def _said_once(data: Values, steps: Numbered) -> Iterator[Finding]:
    first: dict[Any, int] = {}
    for i, step in steps:
        key = step.get("key")
        if isinstance(key, str) and first.setdefault(key, i) != i:
            message = _l("step %(step)s has this key too; give each its own", step=first[key] + 1)
            yield ("steps", i, "key"), message
    written = data.get("skills")
    skills: tuple[Any, ...] = written if isinstance(written, tuple) else ()
    for i, skill in enumerate(skills):
        if skill in skills[:i]:
            yield ("skills", i), _l("this skill is already in the list; remove one")


def _fields_of_other_types(type_: ScriptType, steps: Numbered) -> Iterator[Finding]:
    alien = {
        ScriptType.TWO_CHAIR: ("at",),
        ScriptType.MINDFULNESS_INDUCTION: ("seat", "kind"),
        ScriptType.CENTERING: ("seat", "kind"),
    }.get(type_, ("seat", "at"))
    for i, step in steps:
        for name in alien:
            if name in step:
                yield (
                    ("steps", i, name),
                    _l("remove this; steps of type %(type)s do not have it", type=type_.value),
                )


def _role_play_order(steps: Numbered) -> Iterator[Finding]:
    """As in any exercise, and at the end everyone out of the played role."""
    kinds = [step.get("kind", StepKind.PRACTICE) for _, step in steps]
    if steps and all(kind in tuple(StepKind) for kind in kinds) and StepKind.STEP_OUT not in kinds:
        yield ("steps",), _l("end with a step of kind step_out, to leave the played role")
    yield from _order(steps)


def _nobody_plays(type_: ScriptType, steps: Numbered) -> Iterator[Finding]:
    for i, _step in _of_kind(steps, StepKind.STEP_OUT):
        message = _l("in type %(type)s nobody plays a role; write kind: ground", type=type_.value)
        yield ("steps", i, "kind"), message


def _order(steps: Numbered) -> Iterator[Finding]:
    """First getting ready, then trying, then coming back and out of it."""
    kinds = [step.get("kind", StepKind.PRACTICE) for _, step in steps]
    if any(kind not in tuple(StepKind) for kind in kinds):
        return
    order = list(StepKind)
    furthest = 0
    for (i, _), kind in zip(steps, kinds, strict=True):
        if order.index(kind) < furthest:
            yield (
                ("steps", i),
                _l("move this step up: the order is prepare, practice, ground, step_out"),
            )
        furthest = max(furthest, order.index(kind))


def _chairs(data: Values, steps: Numbered) -> Iterator[Finding]:
    practice = _of_kind(steps, StepKind.PRACTICE)
    for i, step in steps:
        if (i, step) in practice and "seat" not in step:
            yield ("steps", i), _l("say who speaks here: add seat: self or seat: patient")
        if (i, step) not in practice and "seat" in step:
            yield ("steps", i, "seat"), _l("remove this; only steps of kind practice have a seat")
    spoken = [step.get("seat") for _, step in practice]
    if any(seat not in tuple(Seat) for seat in spoken):
        return
    for seat in Seat:
        if spoken and seat not in spoken:
            yield ("steps",), _l("add at least one step with seat: %(seat)s", seat=seat.value)
    start = data.get("starting_seat")
    if spoken and start in tuple(Seat) and spoken[0] != start:
        yield (
            ("starting_seat",),
            _l("the first practice step has seat: %(seat)s; make the two agree", seat=spoken[0]),
        )


def _cells(cells: Numbered) -> Iterator[Finding]:
    seen: list[tuple[Any, Any]] = []
    for i, cell in cells:
        dimension, form = cell.get("dimension"), cell.get("form")
        if dimension not in tuple(Dimension) or form not in tuple(Form):
            continue
        forms = FORMS_OF[Dimension(dimension)]
        if form not in forms:
            message = _l(
                "with %(dimension)s write %(one)s or %(other)s",
                dimension=dimension,
                one=forms[0].value,
                other=forms[1].value,
            )
            yield ("try_cells", i, "form"), message
        elif (dimension, form) in seen:
            yield ("try_cells", i), _l("this pair is already in the list; remove one")
        seen.append((dimension, form))


def _timing(data: Values, steps: Numbered) -> Iterator[Finding]:
    """Sentences are timed one way throughout, and all within the minutes that are planned."""
    way = next((name for _, step in steps for name in ("at", "seconds") if name in step), "seconds")
    other = "seconds" if way == "at" else "at"
    for i, step in steps:
        if other in step:
            message = _l("use at or seconds for all sentences of one script, not both")
            yield ("steps", i, other), message
        elif way not in step:
            yield ("steps", i), _l("say how long this sentence stands: add %(way)s", way=way)
    times = [(i, as_seconds(step.get(way))) for i, step in steps if way in step]
    minutes = data.get("minutes")
    known = [(i, time) for i, time in times if time is not None]
    if type(minutes) is int and known:
        yield from (_at if way == "at" else _one_by_one)(known, minutes * 60)


def _at(times: list[tuple[int, int]], whole: int) -> Iterator[Finding]:
    previous = -1
    for i, time in times:
        if i == 0 and time != 0:
            yield ("steps", i, "at"), _l("the first sentence appears at 0")
        if time <= previous:
            yield ("steps", i, "at"), _l("write a later second than that of the sentence before")
        if time >= whole:
            yield (
                ("steps", i, "at"),
                _l("this is after the end; the script has %(n)s minutes", n=whole // 60),
            )
        previous = max(previous, time)


def _one_by_one(times: list[tuple[int, int]], whole: int) -> Iterator[Finding]:
    total = sum(time for _, time in times)
    if total > whole:
        message = _l(
            "the sentences take %(total)s seconds; write at least %(least)s minutes",
            total=total,
            least=-(-total // 60),
        )
        yield ("minutes",), message
