"""Counting for the gate: as a plain count would, and every page's tables set against each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis.disclosure import Filter
from analysis.disclosure.filters import LAST, Spans, tidy
from analysis.disclosure.lattice import Region, region
from analysis.ledger import private_columns, private_counts, private_regions
from analysis.ledger.given import open_given
from analysis.ledger.private_columns import NONE, read_columns
from analysis.ledger.private_medians import count_medians
from analysis.ledger.private_rows import TOTAL, ProtectedRows

COLUMNS = ("kind", "market", "label", "crew_days")
DAYS = pd.date_range("2024-01-15", "2024-05-20")


def made(seed: int, *, size: int = 600) -> pd.DataFrame:
    """Bookings and uses drawn by chance, some of a person without a name."""
    rng = np.random.default_rng(seed)
    kind = rng.choice(["human", "twin", "synthetic"], size, p=[0.5, 0.3, 0.2])
    model = np.array([f"M{at}" for at in rng.integers(0, 90, size)], dtype=object)
    model[(kind == "synthetic") | (rng.random(size) < 0.02)] = None
    label = rng.choice(["yes", "no", "unknown"], size).astype(object)
    label[kind == "human"] = None
    return pd.DataFrame({
        "day": rng.choice(DAYS, size), "kind": kind, "model": model, "label": label,
        "market": rng.choice(["FR", "US-NY", "GB"], size),
        "crew_days": rng.choice(["0.0", "0.5", "2.0", "10.0"], size),
        "agency": rng.choice(np.array(["A", "B", None], dtype=object), size),
        "worked": rng.integers(1, 4, size),
        "fee": np.round(rng.random(size) * 1000, 2)})


def rows_of(raw: pd.DataFrame) -> ProtectedRows:
    """The rows, read as a query gives them: in batches."""
    table = pa.Table.from_pandas(raw, preserve_index=False)
    return ProtectedRows(
        table.to_batches(max_chunksize=170), COLUMNS, others=("agency",),
        known={"kind": ("human", "twin", "synthetic"), "label": ("yes", "no", "unknown")})


def named(raw: pd.DataFrame) -> pd.Series:
    """Models; people without a name are one, synthetic people none."""
    return raw["model"].mask(raw["model"].isna() & (raw["kind"] != "synthetic"), "?")


@pytest.fixture(params=["marks", "sorted, in small parts"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of counting: with a place for each pair, and sorted where there are too many."""
    if request.param != "marks":
        monkeypatch.setattr(private_counts, "MOST_MARKS", 50)
        monkeypatch.setattr(private_regions, "MOST_WORDS", 3)
        monkeypatch.setattr(private_columns, "ROWS_AT_ONCE", 37)


def random_spans(rng: np.random.Generator, most: int) -> Spans:
    ends = [sorted(int(one) for one in rng.integers(0, most + 2, 2)) for _ in range(
        rng.integers(1, 4))]
    spans = [(low, high) for low, high in ends]
    return tidy([*spans, (most, LAST)] if rng.random() < 0.2 else spans)


def random_regions(rng: np.random.Generator, rows: ProtectedRows) -> list[Region]:
    most = {name: len(rows.codes[name]) for name in COLUMNS} | {"day": 150}
    made = []
    for _ in range(60):
        chosen = rng.choice([*most], rng.integers(0, 4), replace=False)
        made.append(region({str(name): random_spans(rng, most[name]) for name in chosen}))
    return made


def lies_in(raw: pd.DataFrame, rows: ProtectedRows, one: Region) -> pd.Series:
    """Which rows of the raw frame a region holds, looked at value by value."""
    found = pd.Series(True, index=raw.index)
    for name, spans in one.spans:
        if name == "day":
            ordinals = (raw["day"] - pd.Timestamp("2024-01-01")).dt.days + 1
        else:
            place = {value: at for at, value in enumerate(rows.codes[name], start=1)}
            ordinals = raw[name].fillna(NONE).map(place)
        found &= ordinals.map(lambda at, spans=spans: any(
            low <= at <= high for low, high in spans)).astype(bool)
    return found


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("seed", range(4))
def test_models_of_random_regions_are_those_of_a_plain_count(seed: int) -> None:
    raw = made(seed)
    rows = rows_of(raw)
    regions = random_regions(np.random.default_rng(seed), rows)
    expected = [int(named(raw)[lies_in(raw, rows, one)].nunique()) for one in regions]
    assert rows.count(regions) == expected
    assert len(set(expected)) > 10


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("seed", range(3))
def test_cells_and_margins_are_those_of_a_plain_count(seed: int) -> None:
    raw = made(seed)
    rows = rows_of(raw)
    where = rows.where({"market": ["FR", "GB"]}, since="2024-02-10")
    inside = raw[raw["market"].isin(["FR", "GB"]) & (raw["day"] >= "2024-02-10")]
    labels = inside.assign(
        month=inside["day"].dt.strftime("%Y-%m-01"), label=inside["label"].fillna(NONE),
        who=named(inside))
    frame = rows.table(
        ("month", "label", "kind"), where, sums={"worked": "count", "fee": "weighted"},
        margins=("label", "kind")).frame
    assert len(frame) == 5 * (4 + 1) * (3 + 1)
    for row in frame.to_dict("records"):
        of = labels[labels["month"] == row["month"]]
        for name in ("label", "kind"):
            of = of if row[name] == TOTAL else of[of[name] == row[name]]
        assert row["worked"] == of["worked"].sum()
        assert row["fee"] == pytest.approx(of["fee"].sum())
        assert row["models"] == of["who"].nunique()


@pytest.mark.usefixtures("way")
def test_sums_by_agency_and_medians_are_those_of_a_plain_count() -> None:
    raw = made(9)
    rows = rows_of(raw)
    sums = rows.by_unit(("market",), Filter(), numbers=["fee"], unit="agency")["fee"]
    for at, market in enumerate(rows.codes["market"]):
        of = raw[raw["market"] == market]
        truth = of.groupby(of["agency"].fillna(""))["fee"].sum()
        shown = dict(zip(("", *rows.columns.names["agency"]), sums[at], strict=True))
        assert shown == pytest.approx(truth.to_dict())
    medians = count_medians(rows, ("market",), rows.where({"kind": "human"})).frame
    for row in medians.to_dict("records"):
        of = raw[(raw["market"] == row["market"]) & (raw["kind"] == "human")]
        days = of["crew_days"].astype("float64").repeat(of["worked"])
        assert row["median_days"] == days.median()
        sides = [2 * named(of)[side].nunique() for side in (
            of["crew_days"].astype("float64") <= days.median(),
            of["crew_days"].astype("float64") >= days.median())]
        assert row["models"] == min(named(of).nunique(), *sides)


def test_a_column_may_come_as_words_or_as_places_of_words() -> None:
    raw = made(2)
    plain = read_columns(raw, COLUMNS, known={}, others=("agency",))
    coded = read_columns(raw.astype({"market": "category", "kind": "category"}), COLUMNS,
                         known={}, others=("agency",))
    for name in COLUMNS:
        assert coded.codes[name] == plain.codes[name]
        assert (coded.ordinals[name] == plain.ordinals[name]).all(), name
    assert plain.codes["label"] == ("no", "unknown", "yes", NONE)
    assert plain.ordinals["market"].dtype == np.uint8


def test_what_all_rows_have_in_common_takes_no_room() -> None:
    one_each = read_columns(
        made(3).assign(worked=1), COLUMNS, known={}, others=("agency",)).numbers["worked"]
    assert (one_each.strides, len(one_each), one_each[0]) == ((0,), 600, 1)


def test_rows_may_be_written_out_with_their_labels_and_units() -> None:
    raw = made(5)
    rows = rows_of(raw)
    found = rows.labelled(("market", "month"), rows.where({"kind": "twin"}))
    truth = raw[raw["kind"] == "twin"].assign(month=lambda one: one["day"].dt.strftime("%Y-%m-01"))
    keys = ["market", "month"]
    assert found.groupby(keys)["fee"].sum().to_dict() == pytest.approx(
        truth.groupby(keys)["fee"].sum().to_dict())
    assert (found["model"] >= 0).all()
    assert found["model"].nunique() == named(truth).nunique()
    assert (found["agency"] == -1).sum() == truth["agency"].isna().sum()


def test_a_ledger_without_work_has_no_cell_and_no_model() -> None:
    rows = rows_of(made(1).head(0))
    assert rows.codes["month"] == ()
    assert rows.count([region({}), region({"kind": ((1, 1),)})]) == [0, 0]
    frame = rows.table(("kind",), Filter(), sums={"worked": "count"}).frame
    assert frame[["worked", "models"]].sum().tolist() == [0, 0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty models' twins used once in January; five of them once more in February."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    made = tmp_path / "mine"
    made.mkdir()
    models = [f"M{at:02d}" for at in range(40)]
    pd.DataFrame({"model_id": models, "tier": "top", "entered_on": "2020-01-01", "left_on": "",
                  "market": "FR", **dict.fromkeys(("gender", "skin_tone", "size", "age_band"), "")
                  }).to_csv(made / "models.csv", index=False)
    uses = [*((one, "2024-01-10") for one in models), *((one, "2024-02-10") for one in models[:5])]
    pd.DataFrame([{
        "booking_id": f"B{at:03d}", "kind": "twin", "status": "worked", "booked_on": day,
        "work_on": day, "brand_id": f"brand{int(model[1:]) % 12}", "agency_id": "",
        "model_id": model, "channel": "ecommerce", "market": "FR", "days": "", "images": "",
        "fee_amount": 100, "currency": "EUR", "fee_basis": "use",
        "paid_to": "model" if int(model[1:]) % 4 < 2 else "brand", "commission_rate": "",
        "usage_months": "", "usage_territory": "", "usage_medium": "",
        "twin_owner": "model" if int(model[1:]) % 2 else "brand", "label_shown": "yes",
        "consent_id": ""} for at, (model, day) in enumerate(uses)]
    ).to_csv(made / "bookings.csv", index=False)
    return made


def answers(folder: Path, *, owners_first: bool) -> Iterator[pd.DataFrame]:
    """Uses by month, then by owner; asked in either order."""
    asked = [("human_v_twin_bookings", {"channel": "all", "market": "all", "tier": "all"}),
             ("pay_and_consent_owner", {"channel": "all"})]
    with closing(open_given(folder)) as ledger:
        found = {name: ledger.fetch(name, **parameters).frame
                 for name, parameters in (asked[::-1] if owners_first else asked)}
    return iter([found[name] for name, _ in asked])


@pytest.mark.parametrize("owners_first", [False, True])
def test_two_pages_do_not_together_give_away_what_one_withholds(
    folder: Path, owners_first: bool
) -> None:
    """All uses by owner less those of January are those of the five models of February."""
    months, owners = answers(folder, owners_first=owners_first)
    twins = months[months["kind"] == "twin"].set_index("month")
    assert bool(twins.loc["2024-02-01", "suppressed"])
    january, all_owners = not twins.loc["2024-01-01", "suppressed"], not owners["suppressed"].any()
    assert january or all_owners
    assert not (january and all_owners)
    assert owners["uses"].fillna(0).isin([0, 10, 11, 12]).all()
