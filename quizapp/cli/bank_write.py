"""`quizapp bank write`: the bank of the database back into files."""

import sys
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.cli.bank_files import number, printable, stop
from quizapp.core.bank.disk import as_before, as_text, write_files
from quizapp.core.bank.files import PARTS, UNIT_FILE, load_unit
from quizapp.core.bank.model import Unit
from quizapp.core.bank.rewriting import NotProvenError, Plan, plan_writing, prove

if TYPE_CHECKING:
    from quizapp.banks.models import Bank


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--bank", "slug", help="The id of the bank, where PATH does not tell it.")
@click.option("--dry-run", is_flag=True, help="Print what would change in the files, and write nothing.")
@click.option("--force", is_flag=True, help="Also replace what was edited in the files since it was loaded.")
def write(path: Path, slug: str | None, dry_run: bool, force: bool) -> None:
    """Write a bank from the database into the files of its folder PATH, which may be new.

    Only what was changed in the app is changed; comments and the form of a file stay. Nothing is deleted.
    The exit code is 1 if something had to be left out, which is told.
    """
    # Imported here: the other commands read files only, and start without the web.
    from quizapp.banks.unloading import settle, standing_of, unit_of
    from quizapp.cli.school import opened_school, refusals
    from quizapp.config import read_settings
    from quizapp.quizzes.ready_made import ready_made_of

    try:
        there, before = _read_folder(path)
    except OSError as error:
        stop(f"{error.filename or path} cannot be read: {error.strerror}.")
    with refusals(), opened_school(read_settings()) as lines:
        bank = _bank_of(path, slug, there)
        files = {name: as_text(data) for name, data in before.items()}
        plan = plan_writing(unit_of(bank, ready_made_of(bank)), standing_of(bank), files, there, force)
        try:
            prove(plan, files)
        except NotProvenError as error:
            stop(f"Nothing was written to {path}, since the files would not load again as they are. {error}")
        if dry_run:
            lines += _diff(plan, files)
        else:
            try:
                write_files(
                    path, {name: as_before(text, before.get(name)) for name, text in plan.files.items()}
                )
            except OSError as error:
                stop(f"Nothing was written: {error.filename or path} cannot be written: {error.strerror}.")
            settle(bank, plan.settled)
    if lines:
        click.echo(printable("\n".join(lines)))
    told = _told(plan, path, dry_run)
    click.echo(printable("\n".join(told)), err=dry_run)
    if plan.left:
        sys.exit(1)


def _read_folder(path: Path) -> tuple[Unit | None, dict[str, bytes]]:
    """Return the unit of a folder and its files, or None of a folder to be; end where it is neither."""
    if path.exists() and not path.is_dir():
        stop(f"{path} is a file. Name the bank's folder, or a new one.")
    names = [child.name for child in path.iterdir() if child.name[0] != "."] if path.exists() else []
    if not names:
        return None, {}
    if not {UNIT_FILE, *PARTS} & set(names):
        inside = next((name for name in sorted(names) if (path / name / UNIT_FILE).exists()), "")
        if inside:
            stop(f"{path} holds folders of banks. Name the bank's own folder, such as {path / inside}.")
        stop(f"{path} is not empty, and no bank's folder. Name the bank's folder, or a new one.")
    unit, findings = load_unit(path)
    # What is wrong in a reading does not matter: one that stands is never written over.
    errors = [one for one in findings if one.level == "error" and Path(one.file).parent.name != "readings"]
    if unit is None or errors:
        stop(f"The files in {path} have errors; mend them first. {errors[0]}")
    files = [path / UNIT_FILE, *path.glob("readings/*.md"), *path.glob("questions/*.yaml")]
    files += [path / name for name in PARTS if (path / name).is_file()]
    return unit, {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(files)
        if not file.name.startswith(".")
    }


def _bank_of(path: Path, slug: str | None, there: Unit | None) -> "Bank":
    """Return the bank that is meant; end where it is not clear which, or PATH is another's."""
    from sqlalchemy import select

    from quizapp.banks.models import Bank
    from quizapp.extensions import db

    banks = {bank.slug: bank for bank in db.session.scalars(select(Bank).order_by(Bank.slug))}
    if slug and there and there.meta.id != slug:
        stop(f"{path} is the folder of another bank, “{there.meta.id}”. Name the folder of “{slug}”.")
    name = slug or (there.meta.id if there else path.resolve().name)
    if not slug and not there and len(banks) == 1:
        name = next(iter(banks))
    if name in banks:
        return banks[name]
    known = f"The banks are: {', '.join(banks)}." if banks else "There is no bank yet."
    what = f"The app has no bank “{name}”." if slug or there else "Say which bank to write, with --bank."
    return stop(f"{what} {known}")


def _diff(plan: Plan, before: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for name in sorted(plan.files):
        old = f"a/{name}" if name in before else "/dev/null"
        texts = before.get(name, "").split("\n"), plan.files[name].split("\n")
        lines += unified_diff(*texts, old, f"b/{name}", lineterm="")
    return lines


def _told(plan: Plan, path: Path, dry_run: bool) -> list[str]:
    """Return what to print of what was done."""
    changed = f"{number(len(plan.changed), 'question')} changed, {len(plan.added)} added"
    if not plan.files:
        lines = [f"{path} says what the app says: nothing to write."]
        if plan.left:
            lines = [f"Nothing was written to {path}."]
    elif dry_run:
        lines = [f"Would write {number(len(plan.files), 'file')} in {path}: {changed}."]
    else:
        lines = [f"Wrote {number(len(plan.files), 'file')} in {path}: {changed}."]
        lines += [f"  {name}" for name in sorted(plan.files)]
    if plan.left:
        lines += ["Left as they were:", *(f"  {name}: {why}" for name, why in plan.left.items())]
    return lines
