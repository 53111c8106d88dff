"""The part of docs/conformance.md about SQL, and whether it is good enough."""

import collections

import comparing
import rendering

# Of what Alembic renders, in hundredths.
WANTED_IN_SUM = 95
WANTED_OF_A_PROJECT = 80

COLUMNS = (
    "graph", "revisions", "parsed", "renderable", "identical", "%", "refused", "different",
    "not renderable", "of them native", "values dropped", "of them native", "unstable", "stubbed",
)


def percent(project: comparing.Project) -> float:
    return 100 * project.identical / project.compared if project.compared else 100


def row(name: str, outcomes: list[comparing.Outcome]) -> list:
    """One line of the table."""
    project = comparing.Project(name, outcomes, 0)
    of = collections.Counter(each.theirs for each in outcomes)
    dropped = (rendering.DROPPED, rendering.UNBOUND)
    return [
        name, len(outcomes), sum(each.is_parsed for each in outcomes), project.compared,
        project.identical, f"{percent(project):.1f}",
        project.count(comparing.REFUSED, *comparing.COMPARED),
        project.count(comparing.DIFFERENT, *comparing.COMPARED),
        of[rendering.ERROR], project.count(comparing.NATIVE, rendering.ERROR),
        sum(of[each] for each in dropped), project.count(comparing.NATIVE, *dropped),
        of[rendering.UNSTABLE], of[rendering.STUBBED],
    ]


def line(cells: list) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def refusals(projects: list[comparing.Project]) -> list[str]:
    """What is refused that Alembic renders: counted by kind, and one by one where that is owed."""
    every = [one for each in projects for one in each.outcomes
             if one.ours == comparing.REFUSED and one.theirs in comparing.COMPARED]
    kinds = collections.Counter(comparing.kind_of(one.reason) for one in every)
    lines = ["", "### Refused, though Alembic renders it", ""]
    if not every:
        return [*lines, "Nothing."]
    lines += ["| revisions | reason |", "|--:|---|"]
    lines += [line([count, cell(kind)]) for kind, count in kinds.most_common()]
    for project in projects:
        if percent(project) >= WANTED_OF_A_PROJECT:
            continue
        lines += ["", f"#### {project.name}, under {WANTED_OF_A_PROJECT} %", ""]
        lines += [f"- `{one.revision}`: {cell(one.reason)} (`{one.file}`, line {one.line})"
                  for one in project.outcomes
                  if one.ours == comparing.REFUSED and one.theirs in comparing.COMPARED]
    return lines


def differences(projects: list[comparing.Project]) -> list[str]:
    found = [f"- {each.name} `{one.revision}`: {cell(comparing.first_difference(one))}"
             for each in projects for one in each.outcomes if one.ours == comparing.DIFFERENT]
    return ["", "### Different", "", *found] if found else []


def section(projects: list[comparing.Project], versions: tuple[str, str]) -> list[str]:
    """The page's lines."""
    every = [one for each in projects for one in each.outcomes]
    total = comparing.Project("**sum**", every, 0)
    lines = [
        "", "## SQL of the revisions", "",
        "What `migrate render` prints, against what `alembic upgrade DOWN:REVISION --sql` prints for"
        " PostgreSQL with the most", f"general `env.py`: Alembic {versions[0]}, SQLAlchemy"
        f" {versions[1]}, the revisions and their projects' packages imported. Compared byte by byte;",
        "where Alembic keeps a set (the indexes of a table), statement by statement.", "",
        f"**Of {total.compared} revisions that Alembic renders, {total.identical}"
        f" ({percent(total):.1f} %) are the same to the byte,"
        f" {total.count(comparing.DIFFERENT, *comparing.COMPARED)} are different, and"
        f" {total.count(comparing.REFUSED, *comparing.COMPARED)} are refused with a reason.**", "",
        "*Not renderable*: Alembic fails offline, since the revision reads the database. *Values"
        " dropped*: values handed to", "`execute()` of a connection or missing from a text; Alembic"
        " prints `NULL` for them, and what would run online is", "something else. *Unstable*: holds"
        " the time or a random number. *Stubbed*: a package that is not installed had a", "part in it.",
        "", line(list(COLUMNS)), "|---|" + "--:|" * (len(COLUMNS) - 1),
    ]
    lines += [line(row(each.name, each.outcomes)) for each in projects]
    lines += [line(row(total.name, every))]
    return lines + differences(projects) + refusals(projects)


def faults(projects: list[comparing.Project]) -> list[str]:
    """What is not as good as it must be; refusals of a weak project stand in the page."""
    every = comparing.Project("", [one for each in projects for one in each.outcomes], 0)
    found = []
    if different := every.count(comparing.DIFFERENT, *comparing.COMPARED):
        found.append(f"the SQL of {different} revisions differs")
    if percent(every) < WANTED_IN_SUM:
        found.append(f"{percent(every):.1f} % identical, {WANTED_IN_SUM} % wanted")
    return found
