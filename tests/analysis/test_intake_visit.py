"""A visit's folder: private, apart from every other, and gone when it should be."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.errors import IntakeError
from analysis.intake.visit import LOCK, PREFIX, STARTING_SECONDS, Visits, remove_leftovers

REPOSITORY = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="folder modes are POSIX")


@POSIX
def test_only_the_owner_may_open_it(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    with visits.begin() as visit:
        for folder in (visits.root, visit.folder, visit.subfolder()):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        path = visit.keep(io.BytesIO(b"a,b\n1,2\n"), most_bytes=100)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    visits.close()


def test_two_visits_share_nothing_and_names_are_drawn_by_chance(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    first, second = visits.begin(), visits.begin()
    assert first.folder != second.folder
    path = first.keep(io.BytesIO(b"secret members.csv"), most_bytes=100)
    assert "member" not in path.name
    assert list(second.folder.iterdir()) == []
    first.erase()
    assert second.folder.is_dir()
    visits.close()


def test_a_visit_is_gone_at_its_end_on_erase_and_when_the_desk_closes(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    with visits.begin() as visit:
        visit.keep(io.BytesIO(b"x"), most_bytes=1)
        left = visit.folder
    assert not left.exists()
    visit = visits.begin()
    visit.erase()
    visit.erase()
    with pytest.raises(IntakeError, match="were erased"):
        visit.keep(io.BytesIO(b"x"), most_bytes=1)
    visits.begin()
    visits.close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(IntakeError, match="Start the desk again"):
        visits.begin()


def test_more_than_may_be_kept_leaves_nothing(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    visit = visits.begin()
    with pytest.raises(IntakeError, match="larger than 1 MB"):
        visit.keep(io.BytesIO(bytes(1_000_001)), most_bytes=1_000_000)
    assert list(visit.folder.iterdir()) == []
    visits.close()


def start(place: Path) -> subprocess.Popen[str]:
    """A process that begins a visit, says where, and waits."""
    code = ("import sys, time; from pathlib import Path; from analysis.intake.visit import Visits\n"
            "visit = Visits(Path(sys.argv[1])).begin()\n"
            "(visit.folder / 'x').write_text('private')\n"
            "print(visit.folder, flush=True); time.sleep(60)\n")
    return subprocess.Popen([sys.executable, "-c", code, str(place)], cwd=REPOSITORY, text=True,
                            stdout=subprocess.PIPE)


def test_what_a_killed_process_left_is_removed_and_the_living_are_not(tmp_path: Path) -> None:
    dead, alive = start(tmp_path), start(tmp_path)
    try:
        assert dead.stdout is not None
        assert alive.stdout is not None
        left, kept = (Path(one.stdout.readline().strip()) for one in (dead, alive))
        dead.kill()
        dead.wait()
        assert left.exists()
        assert remove_leftovers(tmp_path) == 1
        assert not left.exists()
        assert (kept / "x").read_text() == "private"
    finally:
        for process in (dead, alive):
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def test_a_folder_that_is_just_being_made_is_left_alone(tmp_path: Path) -> None:
    root = tmp_path / f"{PREFIX}new"
    root.mkdir()
    assert remove_leftovers(tmp_path) == 0
    old = time.time() - 2 * STARTING_SECONDS
    os.utime(root, (old, old))
    assert remove_leftovers(tmp_path) == 1


@POSIX
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.mkdir()
    (target / LOCK).touch()
    (tmp_path / f"{PREFIX}link").symlink_to(target)
    assert remove_leftovers(tmp_path) == 0
    assert (target / LOCK).exists()
