"""The simulated ledger: the same bytes each time, cells as the rows, a truth that holds."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.catalog.package import DATA_DIRECTORY, load_package
from analysis.commands import main
from analysis.errors import ControlError
from analysis.ledger.brands import NEVER, draw_brands
from analysis.ledger.cells import draw_cells
from analysis.ledger.contract import TABLES, check_ledger
from analysis.ledger.names import agency_names, brand_names, model_names
from analysis.ledger.parameters import (
    ASSUMED,
    BASE_MONTHS,
    LEDGER_DIRECTORY,
    MONTHS,
    PARAMETERS_FILE,
    TWIN_CHANNELS,
    Parameters,
    load_parameters,
    write_parameters,
)
from analysis.ledger.simulation import SHIPPED_BOOKINGS, SHIPPED_SEED, write_ledger
from analysis.ledger.truth import EFFECTS, average_effects, true_effects

DEFAULTS = load_parameters()
SEED = 3
KINDS = {"clean": {"bookings": 4000.0}, "contaminated": {"bookings": 4000.0, "contaminated": 1.0},
         "no effect": {"bookings": 4000.0, "effect": 0.0}}
Frames = dict[str, pd.DataFrame]


def read(folder: Path) -> Frames:
    dates = {"bookings": ["booked_on", "work_on"], "consents": ["signed_on", "expires_on"],
             "models": ["entered_on", "left_on"], "brands": ["adopted_on"]}
    return {name: pd.read_csv(folder / f"{name}.csv", parse_dates=dates.get(name))
            for name in TABLES}


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Frames]]:
    """``ledgers(kind)``: folder and tables of a small ledger, written once."""
    written: dict[str, tuple[Path, Frames]] = {}

    def get(kind: str) -> tuple[Path, Frames]:
        if kind not in written:
            folder = tmp_path_factory.mktemp("ledger")
            write_ledger(DEFAULTS.changed(KINDS[kind]), SEED, folder)
            written[kind] = folder, read(folder)
        return written[kind]

    return get


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    """Cells of the shipped ledger."""
    return draw_cells(DEFAULTS, SHIPPED_SEED)


def expanded(frames: Frames) -> pd.DataFrame:
    """Bookings with their brand's adoption."""
    return frames["bookings"].merge(frames["brands"], on="brand_id")


# --- bytes --------------------------------------------------------------------------------------

def test_shipped_ledger_is_what_the_command_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "--to", str(tmp_path)]) == 0
    assert "Simulated ledger in" in capsys.readouterr().out
    shipped = {path.name for path in LEDGER_DIRECTORY.iterdir()}
    assert {path.name for path in tmp_path.iterdir()} == shipped
    assert [name for name in sorted(shipped)
            if (tmp_path / name).read_bytes() != (LEDGER_DIRECTORY / name).read_bytes()] == []


def test_shipped_ledger_is_about_60_000_bookings_and_small() -> None:
    assert SHIPPED_BOOKINGS == 60_000
    size = sum(path.stat().st_size for path in LEDGER_DIRECTORY.iterdir())
    assert size < 20_000_000


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_rows_are_about_as_many_as_asked_for_and_the_contract_holds(
    seed: int, tmp_path: Path
) -> None:
    written = write_ledger(DEFAULTS.changed({"bookings": 1000}), seed, tmp_path)
    check_ledger(load_package(tmp_path))
    assert 800 < written.rows["bookings"] < 1200


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_ledger_keeps_to_the_contract(
    kind: str, ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    check_ledger(load_package(ledgers(kind)[0]))


def test_another_seed_gives_another_ledger(tmp_path: Path) -> None:
    small = DEFAULTS.changed({"bookings": 500})
    for name, seed in (("a", 1), ("b", 2), ("c", 1)):
        write_ledger(small, seed, tmp_path / name)
    a, b, c = ((tmp_path / name / "bookings.csv").read_bytes() for name in "abc")
    assert a != b
    assert a == c


def test_parquet_holds_the_same_rows_as_csv(
    tmp_path: Path, ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    written = write_ledger(DEFAULTS.changed(KINDS["clean"]), SEED, tmp_path, form="parquet")
    assert written.form == "parquet"
    package = load_package(tmp_path)
    for name, expected in ledgers("clean")[1].items():
        frame = pd.read_parquet(package.resource(name).path)
        assert list(frame.columns) == list(expected.columns)
        assert len(frame) == len(expected) == written.rows[name]
        for column in frame:
            left, right = frame[column].astype(object), expected[column].astype(object)
            if "_on" in str(column):
                left, right = pd.to_datetime(left), pd.to_datetime(right)
            both = left.isna() & right.isna()
            assert ((left == right) | both).all(), (name, column)


# --- rows and cells -----------------------------------------------------------------------------

@pytest.mark.parametrize("kind", KINDS)
def test_rows_agree_with_the_cells(
    kind: str, ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    frames = ledgers(kind)[1]
    expected = draw_cells(DEFAULTS.changed(KINDS[kind]), SEED).set_index(
        ["brand_id", "channel", "month"])
    bookings = frames["bookings"].assign(
        month=frames["bookings"]["work_on"].dt.to_period("M").dt.to_timestamp())
    crew = frames["crew_calls"].groupby("booking_id")["days"].sum().rename("crew_days")
    bookings = bookings.join(crew, on="booking_id")
    found = {
        "human_bookings": ("human", "worked"), "human_cancelled": ("human", "cancelled"),
        "twin_uses": ("twin", "worked"), "twin_cancelled": ("twin", "cancelled"),
        "synthetic_uses": ("synthetic", "worked"),
    }
    groups = {name: bookings[(bookings["kind"] == one) & (bookings["status"] == status)].groupby(
        ["brand_id", "channel", "month"]) for name, (one, status) in found.items()}
    for name, group in groups.items():
        counted = group.size().reindex(expected.index, fill_value=0)
        assert (counted == expected[name]).all(), name
    for name, column in (("crew_days", "crew_days"), ("fee_total", "fee_amount")):
        summed = groups["human_bookings"][column].sum().reindex(expected.index, fill_value=0)
        np.testing.assert_allclose(summed, expected[name], atol=1e-6)
    assert sum(len(group.obj) for group in groups.values()) == len(bookings)


def test_cells_without_measures_are_the_same_counts() -> None:
    small = DEFAULTS.changed({"bookings": 2000})
    counts, measured = draw_cells(small, 1, measured=False), draw_cells(small, 1)
    pd.testing.assert_frame_equal(counts, measured[counts.columns])
    assert set(measured.columns) - set(counts.columns) == {"crew_days", "fee_total", "fee_mean"}
    assert len(counts) == 60 * 6 * MONTHS


def test_brands_adopt_in_eight_months_and_24_never(cells: pd.DataFrame) -> None:
    cohorts = cells.groupby("brand_id")["cohort_index"].first()
    assert len(cohorts) == 60
    assert cohorts.isna().sum() == 24
    assert cohorts.nunique() == 8
    assert (cohorts.min(), cohorts.max()) == (18, 48)


def test_hardly_a_unit_lacks_a_base_year(cells: pd.DataFrame) -> None:
    early = cells[(cells["month_index"] < BASE_MONTHS) & cells["channel"].isin(TWIN_CHANNELS)]
    booked = early.groupby(["brand_id", "channel"])["human_bookings"].sum()
    assert (booked == 0).mean() < 0.01
    assert (booked < 5).mean() < 0.15


# --- twins --------------------------------------------------------------------------------------

@pytest.mark.parametrize("kind", ["clean", "no effect"])
def test_twins_are_used_by_adopters_only_and_from_adoption_on(
    kind: str, ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    uses = expanded(ledgers(kind)[1]).query("kind == 'twin'")
    assert len(uses) > 100
    assert (uses["work_on"] >= uses["adopted_on"]).all()
    assert set(uses["channel"]) == set(TWIN_CHANNELS)


def test_contaminated_ledger_has_never_adopters_with_others_twins(
    ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    uses = expanded(ledgers("contaminated")[1]).query("kind == 'twin'")
    borrowed = uses[uses["adopted_on"].isna()]
    assert len(borrowed) > 20
    cells = draw_cells(DEFAULTS.changed(KINDS["contaminated"]), SEED, measured=False)
    named = cells[cells["contaminated"]]
    assert set(borrowed["brand_id"]) <= set(named["brand_id"])
    assert named["cohort_index"].isna().all()


def test_twin_of_another_brand_is_used_too(
    ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    frames = ledgers("clean")[1]
    named = frames["consents"].dropna(subset=["brand_id"]).sort_values("signed_on")
    maker = named.groupby("model_id")["brand_id"].first()
    uses = frames["bookings"].query("kind == 'twin'")
    cross = (uses["model_id"].map(maker) != uses["brand_id"]).mean()
    assert uses["model_id"].isin(maker.index).all()
    assert 0.05 < cross < 0.25


def test_consents_are_of_the_model_signed_before_and_with_gaps(
    ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    frames = ledgers("clean")[1]
    uses = frames["bookings"].query("kind == 'twin'")
    held = uses.merge(frames["consents"], on="consent_id", suffixes=("", "_of_consent"))
    assert (held["model_id"] == held["model_id_of_consent"]).all()
    assert (held["signed_on"] < held["work_on"]).all()
    gaps = {
        "expired": (held["expires_on"] < held["work_on"]).mean(),
        "no separate writing": (held["form"] != "separate_written").mean(),
        "no scope": held["scope"].isna().mean(),
        "other brand": (held["brand_id_of_consent"].notna()
                        & (held["brand_id_of_consent"] != held["brand_id"])).mean(),
        "not recorded": uses["consent_id"].isna().mean(),
        "no label": (uses["label_shown"] == "no").mean(),
    }
    assert {name for name, share in gaps.items() if not 0.01 < share < 0.6} == set()


def test_consents_start_while_the_model_is_on_the_books(
    ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    frames = ledgers("clean")[1]
    signed = frames["consents"].merge(frames["models"], on="model_id")
    assert (signed["signed_on"] >= signed["entered_on"]).all()
    assert signed["left_on"].isna().all()


def test_models_work_while_on_the_books(
    ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    frames = ledgers("clean")[1]
    worked = frames["bookings"].merge(frames["models"], on="model_id", suffixes=("", "_home"))
    assert (worked["entered_on"] <= worked["work_on"]).all()
    assert (worked["left_on"].isna() | (worked["left_on"] >= worked["work_on"])).all()


def test_money_is_where_it_is_due_and_in_one_currency(
    ledgers: Callable[[str], tuple[Path, Frames]]
) -> None:
    frames = ledgers("clean")[1]
    bookings = frames["bookings"].merge(
        frames["models"][["model_id", "tier"]], on="model_id", how="left")
    assert set(bookings["currency"]) == {"EUR"}
    due = (bookings["kind"] != "synthetic") & (bookings["status"] == "worked")
    assert (bookings["fee_amount"].notna() == due).all()
    unpaid = bookings["paid_to"] == "nobody"
    assert (bookings.loc[unpaid & due, "fee_amount"] == 0).all()
    assert (bookings.loc[~unpaid, "fee_amount"] > 0).all()
    alike = (bookings["channel"] == "ecommerce") & (bookings["tier"] == "established")
    medians = bookings[due & ~unpaid & alike].groupby("kind")["fee_amount"].median()
    assert medians["twin"] / medians["human"] == pytest.approx(
        DEFAULTS["twin_fee_ratio"], rel=0.25)


# --- effects and truth --------------------------------------------------------------------------

def test_ledger_with_no_effect_has_twins_and_a_truth_of_nought() -> None:
    cells = draw_cells(DEFAULTS.changed({"effect": 0}), SEED, measured=False)
    assert (cells["human_bookings"] == cells["human_without"]).all()
    assert cells["twin_uses"].sum() > 500
    assert (true_effects(cells)[list(EFFECTS)].abs() < 1e-12).all(axis=None)


def test_truth_is_in_truth_json_and_can_be_repeated_by_hand(cells: pd.DataFrame) -> None:
    truth = json.loads((LEDGER_DIRECTORY / "truth.json").read_text(encoding="utf-8"))
    written = next(row for row in truth["group_time"]
                   if (row["cohort"], row["month"]) == ("2024-04", "2025-06"))
    mine = cells[(cells["cohort_index"] == 27) & cells["channel"].isin(TWIN_CHANNELS)]
    then, base = mine[mine["month_index"] == 41], mine[mine["month_index"] < 12]
    happened, without = then["expected_with"], then["expected_without"]
    assert written["units"] == len(then)
    expected = {
        "human_bookings_ratio": happened.sum() / without.sum() - 1,
        "human_bookings_index":
            (happened - without).sum() / (base["expected_without"].sum() / 12),
        "human_bookings_level": (happened - without).mean(),
        "realised_index": (then["human_bookings"] - then["human_without"]).sum()
        / (base["human_without"].sum() / 12),
        "crew_days_ratio": (happened * then["expected_crew_days"]).sum()
        / (without * then["expected_crew_days"]).sum() - 1,
        "mean_fee_ratio": (then["expected_fee_with"] / then["expected_fee_without"]).mean() - 1,
    }
    assert written == written | {
        name: pytest.approx(value, abs=1e-6) for name, value in expected.items()}
    assert truth["seed"] == SHIPPED_SEED
    assert truth["overall"]["human_bookings_ratio"] < -0.05


def test_index_averages_weigh_cohorts_by_their_base(cells: pd.DataFrame) -> None:
    effects = true_effects(cells)
    simple = average_effects(effects).iloc[0]
    assert simple["human_bookings_index"] == pytest.approx(
        np.average(effects["human_bookings_index"], weights=effects["base_bookings"]))
    assert simple["human_bookings_ratio"] == pytest.approx(
        np.average(effects["human_bookings_ratio"], weights=effects["units"]))
    first = average_effects(effects, by="event_time").loc[0, "human_bookings_ratio"]
    assert simple["human_bookings_ratio"] < first < 0


def test_truth_in_closed_form_is_what_a_large_ledger_shows() -> None:
    large = draw_cells(DEFAULTS.changed({"bookings": 1_000_000}), SEED)
    average = average_effects(true_effects(large)).iloc[0]
    assert average["realised_ratio"] == pytest.approx(average["human_bookings_ratio"], rel=0.02)
    # A level also holds the good and bad months of brands, which do not average out as fast.
    assert average["realised_level"] == pytest.approx(average["human_bookings_level"], rel=0.06)
    assert average["realised_index"] == pytest.approx(average["human_bookings_index"], rel=0.06)
    usable = large[large["channel"].isin(TWIN_CHANNELS) & (large["human_bookings"] > 0)]
    for adopter in (True, False):
        part = usable[usable["cohort_index"].notna() == adopter]
        expected = (part["human_bookings"] * part["expected_fee_with"]).sum()
        assert part["fee_total"].sum() == pytest.approx(expected, rel=0.01)
        expected = (part["human_bookings"] * part["expected_crew_days"]).sum()
        assert part["crew_days"].sum() == pytest.approx(expected, rel=0.005)


def test_without_twins_all_brands_move_in_parallel(cells: pd.DataFrame) -> None:
    base = cells[cells["month_index"] < BASE_MONTHS].groupby(["brand_id", "channel"])[
        "expected_without"].mean().rename("base")
    index = cells.join(base, on=["brand_id", "channel"])
    index["index"] = index["expected_without"] / index["base"]
    spread = index.groupby(["channel", "month_index"])["index"].agg(["min", "max"])
    np.testing.assert_allclose(spread["min"], spread["max"], rtol=1e-9)


def test_contamination_touches_controls_and_leaves_the_truth_of_adopters(
    cells: pd.DataFrame, tmp_path: Path
) -> None:
    touched = draw_cells(DEFAULTS.changed({"contaminated": 1}), SHIPPED_SEED, measured=False)
    ours, theirs = (
        average_effects(true_effects(frame)).iloc[0]["human_bookings_ratio"]
        for frame in (cells, touched))
    assert ours == pytest.approx(theirs)
    write_ledger(DEFAULTS.changed(KINDS["contaminated"]), SEED, tmp_path)
    said = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))["contamination"]
    assert said["lost_share"] > said["gained_share"] > 0
    assert said["net_share"] == pytest.approx(said["gained_share"] - said["lost_share"], abs=1e-6)
    shipped = json.loads((LEDGER_DIRECTORY / "truth.json").read_text(encoding="utf-8"))
    assert set(shipped["contamination"].values()) == {0}


def test_adopters_are_larger_and_cohorts_of_like_size() -> None:
    sizes = [draw_brands(DEFAULTS, seed) for seed in range(40)]
    ratio = np.mean([one.size[one.cohort != NEVER].mean() / one.size[one.cohort == NEVER].mean()
                     for one in sizes])
    assert 1.2 < ratio < 1.45
    counts = np.bincount(sizes[0].cohort[sizes[0].adopter])
    assert set(counts[counts > 0]) == {4, 5}


# --- parameters and names -----------------------------------------------------------------------

def test_every_parameter_cites_a_row_that_exists_or_says_assumed() -> None:
    known = {ASSUMED}
    for table, column in (("quantities", "quantity_id"), ("sources", "source_id")):
        with (DATA_DIRECTORY / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            known |= {row[column] for row in csv.DictReader(lines)}
    assert {row.name: row.basis for row in DEFAULTS.rows if row.basis not in known} == {}
    assert len({row.basis for row in DEFAULTS.rows}) > 5


def test_every_parameter_has_a_range_around_it_a_unit_and_a_meaning() -> None:
    assert [row.name for row in DEFAULTS.rows if not row.low <= row.value <= row.high] == []
    assert [row.name for row in DEFAULTS.rows if not (row.unit and row.meaning)] == []
    assert len({row.name for row in DEFAULTS.rows}) == len(DEFAULTS.rows)


def test_every_parameter_is_used(tmp_path: Path) -> None:
    used: set[str] = set()

    class Watched(dict[str, float]):
        def __getitem__(self, name: str) -> float:
            used.add(name)
            return super().__getitem__(name)

    watched = DEFAULTS.changed({"bookings": 500, "contaminated": 1})
    watched.__dict__["_values"] = Watched({row.name: row.value for row in watched.rows})
    write_ledger(watched, 1, tmp_path)
    assert {row.name for row in DEFAULTS.rows} - used == set()


def test_table_of_parameters_is_written_as_it_is_read(tmp_path: Path) -> None:
    write_parameters(DEFAULTS, tmp_path / "parameters.csv")
    assert (tmp_path / "parameters.csv").read_bytes() == PARAMETERS_FILE.read_bytes()


@pytest.mark.parametrize("bound", ["low", "high"])
def test_ledger_keeps_to_the_contract_at_both_ends_of_all_ranges(
    bound: str, tmp_path: Path
) -> None:
    ends = {row.name: getattr(row, bound) for row in DEFAULTS.rows}
    ends |= {"bookings": 3000, "effect": 1}
    write_ledger(DEFAULTS.changed(ends), 1, tmp_path)
    check_ledger(load_package(tmp_path))
    effects = average_effects(true_effects(draw_cells(DEFAULTS.changed(ends), 1))).iloc[0]
    assert -0.9 < effects["human_bookings_index"] < 0


@pytest.fixture(scope="module")
def shipped_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8").lower()
                     for path in sorted(DATA_DIRECTORY.glob("*.csv")))


def test_no_name_is_one_of_the_shipped_evidence(shipped_text: str) -> None:
    names = [*brand_names(100), *agency_names(24), *model_names(50)]
    assert len(set(names)) == len(names)
    assert [name for name in names if name.lower() in shipped_text] == []


# --- wrong requests -----------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--bookings", "3"], "3 bookings cannot be simulated"),
     (["--bookings", "900000000"], "cannot be simulated"),
     (["--seed", "-1"], "is negative"),
     (["--set", "efect=0"], "Did you mean effect"),
     (["--set", "effect"], "is not name=number"),
     (["--set", "twin_fee_ratio=-1"], "must not be negative"),
     (["--set", "growth_per_year=nan"], "cannot be nan")],
)
def test_wrong_request_is_one_line_and_writes_nothing(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ledger"
    assert main(["simulate", "--to", str(folder), *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not folder.exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ControlError, match="is a file"):
        write_ledger(DEFAULTS, 1, path)


def test_parameters_stand_still() -> None:
    changed = DEFAULTS.changed({"effect": 0})
    assert isinstance(changed, Parameters)
    assert (DEFAULTS["effect"], changed["effect"]) == (1, 0)
