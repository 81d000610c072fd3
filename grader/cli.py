"""The commands' arguments and help. Everything heavy is imported inside a command, so that it starts at once."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
from click.core import ParameterSource

from grader.errors import CourseError, GraderError, UsageError, names_a_path

F = TypeVar("F", bound=Callable[..., Any])

# Exit codes that scripts rely on.
WRONG_USAGE, UNGRADED, INTERRUPTED = 2, 3, 130

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ANY_PATH = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class Commands(click.Group):
    """Turns our errors into one sentence on standard error and the exit code that goes with them."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Letters that a terminal does not have, or that a file name should not have, become question marks."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; Ctrl-C ends it with 130 and one line."""
        try:
            return super().invoke(ctx)
        except (UsageError, CourseError) as error:
            _stop(f"grader: {error}", WRONG_USAGE)
        except GraderError as error:
            _stop(f"grader: {error}", UNGRADED)
        except BrokenPipeError:
            raise  # whoever read our output has seen enough
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            code = WRONG_USAGE if names_a_path(error) else UNGRADED
            _stop(f"grader: {place}{error.strerror or str(error) or type(error).__name__}", code)
        except KeyboardInterrupt:
            resumes = ctx.invoked_subcommand == "grade"
            advice = ": what was judged is kept, the same command goes on from there" if resumes else ""
            _stop(f"grader: stopped{advice}", INTERRUPTED)


def _stop(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="grader", prog_name="grader")
def main() -> None:
    """Grade deep-learning coursework: run submissions isolated, compare with references, name mistakes."""


def course_option(command: F) -> F:
    """`--course DIR`, on every command that needs a course."""
    return click.option(
        "--course",
        type=FOLDER,
        help="The course's folder (default: $GRADER_COURSE, else the nearest folder upwards with a rubric.yaml).",
    )(command)


def any_course_option(command: F) -> F:
    """`--course DIR` on a command that needs none: scripts name it on every one."""
    return click.option("--course", type=FOLDER, expose_value=False, help="Accepted, and not needed here.")(command)


def _time(_: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("not a time such as 2026-11-20T23:59:00+01:00", param=parameter) from None
    if moment.tzinfo is None:
        raise click.BadParameter("needs a zone, as in 2026-11-20T23:59:00+01:00", param=parameter)
    return moment


@main.command()
@click.argument("assignment")
@click.argument("paths", nargs=-1, required=True, type=ANY_PATH)
@click.option("-o", "--out", required=True, type=FOLDER, help="Where marks and reports go.")
@click.option("-j", "--workers", type=click.IntRange(1), help="Submissions graded at once (default: the cores).")
@click.option("--seed", type=click.IntRange(0), help="Seed of the inputs (default: random, one per OUT, kept secret).")
@click.option("--rubric", type=FILE, help="Another rubric.yaml than the course's own.")
@click.option("--only", multiple=True, metavar="ID", help="Grade only this question; may be repeated.")
@click.option("--fresh", is_flag=True, help="Forget what OUT holds and grade everything again.")
@click.option("--accept", is_flag=True, help="Let recorded marks of unchanged submissions change.")
@click.option("--due", callback=_time, metavar="TIME", help="When it was due, with its zone (late policy).")
@click.option("--roster", type=FILE, help="CSV: id,name,group,extension_hours.")
@click.option("--times", type=FILE, help="CSV: id,time of submission with its zone.")
@click.option(
    "--attempt",
    type=click.Choice(["last", "first", "best"]),
    default="last",
    show_default=True,
    help="Which attempt counts.",
)
@click.option(
    "--as",
    "treat_as",
    type=click.Choice(["auto", "submission", "class"]),
    default="auto",
    show_default=True,
    help="Whether a folder is one submission or a class of them.",
)
@click.option("--unsafe", is_flag=True, help="Grade even where student code cannot be isolated (tier C).")
@click.option("--dry-run", is_flag=True, help="Only list the submissions that would be graded.")
@click.option(
    "--log-json", type=click.Path(dir_okay=False, path_type=Path), help="Write a JSON line per event to FILE."
)
@course_option
def grade(**options: Any) -> None:
    """Grade every submission to ASSIGNMENT under PATHS; write marks, reasons and reports to OUT."""
    from grader.commands.grade import run
    from grader.commands.options import GradeOptions

    sys.exit(run(GradeOptions(**options)))


@main.command()
@click.argument("path", required=False, type=ANY_PATH)
@click.option("-a", "--assignment", help="The assignment, where the notebook does not say.")
@click.option("-q", "--question", multiple=True, metavar="ID", help="Only this question; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--watch", is_flag=True, help="Check again whenever the file is saved, until Ctrl-C.")
@course_option
def check(**options: Any) -> None:
    """Check one submission yourself: public checks and derivations, by the kit or course around it."""
    from grader.commands.check import CheckOptions, run

    sys.exit(run(CheckOptions(**options)))


@main.command()
@click.argument("assignment")
@click.option("-o", "--out", required=True, type=FOLDER, help="Where the kit goes.")
@click.option("--wheel", type=FILE, help="A wheel of grader to put into the kit, for students to install.")
@course_option
def kit(**options: Any) -> None:
    """Make what students get of an assignment: starter, public checks as data, instructions, CI; nothing hidden."""
    from grader.commands.kit import KitOptions, run

    sys.exit(run(KitOptions(**options)))


@main.command()
@click.argument("assignment", required=False)
@click.option("--thorough", is_flag=True, help="200 seeds a check instead of 20.")
@course_option
def validate(**options: Any) -> None:
    """Prove the course against itself: references accepted, listed mistakes refused and named, no check idle."""
    from grader.commands.validate import ValidateOptions, run

    sys.exit(run(ValidateOptions(**options)))


@main.command()
@click.argument("out", type=FOLDER)
@click.option("--for-students", type=FOLDER, help="Also write the set that students may see, to this folder.")
@any_course_option
def report(**options: Any) -> None:
    """Render the reports of OUT again from its store."""
    from grader.commands.report import run

    sys.exit(run(**options))


@main.command()
@click.argument("out", required=False, type=FOLDER)
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Choice(["gradescope", "gradescope-autograder", "canvas", "moodle", "csv", "junit"]),
    help="What is to import it.",
)
@click.option(
    "-o", "--output", "to", type=ANY_PATH, help="The file or folder to write (default: beneath OUT/exports, or here)."
)
@click.option("--gradebook", type=FILE, help="Canvas's own export of the gradebook (--to canvas).")
@click.option("--worksheet", type=FILE, help="Moodle's own grading worksheet (--to moodle).")
@click.option("--column", metavar="TITLE", help="The column to fill, where it is not found by itself.")
@click.option(
    "--marks",
    type=click.Choice(["final", "provisional"]),
    default="final",
    show_default=True,
    help="Whether marks with points that wait for a person are exported too, unless they are 0.",
)
@click.option(
    "--hidden",
    type=click.Choice(["hidden", "after_due_date", "after_published"]),
    default="after_published",
    show_default=True,
    help="When Gradescope shows the names and points of hidden checks.",
)
@click.option("-a", "--assignment", help="The assignment of an autograder, where there is no OUT.")
@course_option
def export(**options: Any) -> None:
    """Write what Gradescope, Canvas, Moodle or a CI system imports, from a graded OUT."""
    from grader.commands.export import ExportOptions, run
    from grader.export.gradescope import Hidden
    from grader.export.marks import Marks

    marks, hidden = Marks(options.pop("marks")), Hidden(options.pop("hidden"))
    sys.exit(run(ExportOptions(marks=marks, hidden=hidden, given=_given(click.get_current_context()), **options)))


def _given(context: click.Context) -> frozenset[str]:
    """The parameters that the user named, even where it is by their default."""
    names = (parameter.name for parameter in context.command.params)
    return frozenset(
        name for name in names if name and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    )


@main.command()
@click.option("--tier", "tier_only", is_flag=True, help="Print only the letter of the tier.")
@any_course_option
def doctor(**options: Any) -> None:
    """Say how well this machine can isolate student code, by trying each layer, and what would raise it."""
    from grader.commands.doctor import run

    sys.exit(run(**options))
