"""Terms of a private ledger: owner, consent, label, lacks, expiry; shown is true and of enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from whole import assert_whole

from analysis.commands import main
from analysis.disclosure import Filter, Rules
from analysis.exhibits import build_exhibit
from analysis.exhibits.pay_and_consent_labels import PARTS
from analysis.ledger.engine import ledger_of
from analysis.ledger.given import open_given
from analysis.ledger.private_frames import ANSWERS, KNOWN, LACKS, TRAITS, Frames, consent_parts
from analysis.ledger.private_rows import NONE, ProtectedRows
from analysis.warehouse import Warehouse

MINIMUM = 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger nobody says is simulated."""
    made = tmp_path_factory.mktemp("private_terms") / "mine"
    assert main(["simulate", "--bookings", "9000", "--seed", "4", "--to", str(made)]) == 0
    for name in ("datapackage.json", "truth.json"):
        (made / name).unlink()
    return made


@pytest.fixture
def private(
    folder: Path, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Warehouse]:
    """The warehouse with it beside, and a release log of its own."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    beside = warehouse.attach(open_given(folder))
    yield beside
    ledger_of(beside).close()


@pytest.fixture(scope="module")
def uses(folder: Path) -> pd.DataFrame:
    """Worked uses with the consent they name, read without the desk."""
    rows = pd.read_csv(folder / "bookings.csv", keep_default_na=False)
    rows = rows[(rows["status"] == "worked") & (rows["kind"] != "human")]
    consents = pd.read_csv(folder / "consents.csv", keep_default_na=False)
    found = rows.merge(consents, on="consent_id", how="left", suffixes=("", "_consent"))
    on = pd.to_datetime(found["work_on"])
    named = found["form"].notna()
    fits = (found["model_id"] == found["model_id_consent"]) & (
        found["brand_id_consent"].isin(["", None]) | (
            found["brand_id"] == found["brand_id_consent"])) & (
        pd.to_datetime(found["signed_on"]) <= on)
    ends = pd.to_datetime(found["expires_on"].replace("", None))
    found = found.assign(
        form=found["form"].fillna("missing"), on=on, month=on.dt.to_period("M").dt.to_timestamp(),
        not_named=~named, not_separate=found["form"] != "separate_written",
        elsewhere=named & ~fits, ended=on > ends, ending=ends.notna(),
        scope=np.where(~named, "missing", np.where(
            found["scope"].fillna("").str.strip() != "", "stated", "silent")),
        rate=np.where(~named, "missing", np.where(
            found["rate_stated"].astype(str).str.lower() == "true", "stated", "silent")))
    for name in ("separate", "named"):
        found[f"any_{name}"] = found[f"not_{name}"] | found["ended"] | found["elsewhere"]
    return found


def enough(rows: pd.DataFrame) -> bool:
    """Nobody, or the minimum."""
    return rows.loc[rows["model_id"] != "", "model_id"].nunique() not in range(1, MINIMUM)


@pytest.mark.parametrize("channel", ["all", "ecommerce"])
def test_owners_and_payees_are_true_and_of_enough_models(
    private: Warehouse, uses: pd.DataFrame, channel: str
) -> None:
    exhibit = build_exhibit("pay_and_consent_owner", private, channel=channel)
    twins = uses[(uses["kind"] == "twin") & uses["channel"].isin(
        [channel] if channel != "all" else uses["channel"].unique())]
    shown = exhibit.table[~exhibit.table["suppressed"]]
    assert 2 <= len(shown) < len(exhibit.table)
    for row in shown.to_dict("records"):
        owned = twins[twins["twin_owner"] == row["twin_owner"]]
        of = owned[owned["paid_to"] == row["paid_to"]]
        assert row["uses"] == len(of)
        assert enough(of)
        if pd.notna(row["share"]):
            assert row["share"] == pytest.approx(len(of) / len(owned))
    whole = exhibit.table.groupby("twin_owner")["suppressed"].transform("any")
    assert (exhibit.table["share"].isna() == whole).all()
    assert "no sum is given" in exhibit.title
    assert_whole(exhibit)


@pytest.mark.parametrize("by", ["all", "market"])
def test_consents_of_uses_are_true_and_of_enough_models(
    private: Warehouse, uses: pd.DataFrame, by: str
) -> None:
    exhibit = build_exhibit("pay_and_consent_forms", private, form_by=by)
    twins = uses[uses["kind"] == "twin"]
    shown = exhibit.table[~exhibit.table["suppressed"] & (exhibit.table["question"] != "given")]
    assert len(shown) >= 10
    for row in shown.to_dict("records"):
        part = twins if by == "all" else twins[twins["market"] == row["part"]]
        of = part[part[row["question"]] == row["answer"]]
        assert row["uses"] == len(of)
        assert enough(of)
    assert_whole(exhibit)


def test_one_question_does_not_give_away_what_another_withholds(
    private: Warehouse, uses: pd.DataFrame
) -> None:
    """Uses without a consent are the same under every question: shown parts must not subtract."""
    table = build_exhibit("pay_and_consent_forms", private, form_by="market").table
    twins = uses[uses["kind"] == "twin"]
    checked = 0
    for market, rows in table.groupby("part"):
        part = twins[twins["market"] == market]
        known = {}
        for question, answers in rows.groupby("question"):
            named = answers[answers["answer"] != "missing"]
            shown = named[~named["suppressed"]]
            rest = named[named["suppressed"]]["answer"]
            if question != "given":
                known[question] = (shown["uses"].sum(), part[part[question].isin(rest)])
        whole = [total for total, rest in known.values() if rest.empty]
        for total, rest in known.values():
            if whole and len(rest) and total < whole[0]:
                checked += 1
                assert enough(rest)
    assert checked


def test_labels_are_true_and_of_enough_models(private: Warehouse, uses: pd.DataFrame) -> None:
    exhibit = build_exhibit("pay_and_consent_labels", private)
    assert {"suppressed", "reason"} <= set(exhibit.table)
    names = dict(zip(PARTS, ("yes", "no", "unknown"), strict=True))
    checked = 0
    for row in exhibit.table.to_dict("records"):
        of = uses[(uses["kind"] == row["kind"]) & (uses["on"] >= pd.Timestamp(row["starts_on"]))]
        of = of if row["standing"] == "whole" else of[of["market"] == row["market"]]
        for column, label in names.items():
            if pd.notna(row[column]):
                checked += 1
                assert row[column] == (of["label_shown"] == label).sum()
                assert enough(of[of["label_shown"] == label])
        if pd.notna(row["uses"]):
            assert row["uses"] == len(of)
            assert enough(of)
    assert checked > 20
    assert exhibit.table["suppressed"].any()
    assert (exhibit.table["standing"] == "whole").sum() == 2
    assert_whole(exhibit)


def test_lacks_beside_a_law_are_true_and_of_enough_models(
    private: Warehouse, uses: pd.DataFrame
) -> None:
    exhibit = build_exhibit("pay_and_consent_gaps", private)
    twins = uses[uses["kind"] == "twin"]
    checked = 0
    for row in exhibit.table.to_dict("records"):
        of = twins[(twins["market"] == row["market"])
                   & (twins["on"] >= pd.Timestamp(row["starts_on"]))]
        if pd.notna(row["uses"]):
            assert row["uses"] == len(of)
            assert enough(of)
        if row["lack"] and pd.notna(row["lacking"]):
            checked += 1
            assert row["lacking"] == of[row["lack"]].sum()
            assert enough(of[of[row["lack"]]])
            assert enough(of[~of[row["lack"]]]) or pd.isna(row["uses"])
    assert checked
    assert exhibit.table["suppressed"].any()
    assert_whole(exhibit)


@pytest.mark.parametrize("by", ["month", "brand"])
def test_uses_after_expiry_are_true_and_of_enough_models(
    private: Warehouse, uses: pd.DataFrame, by: str
) -> None:
    exhibit = build_exhibit("pay_and_consent_after_expiry", private, expiry_by=by)
    twins = uses[uses["kind"] == "twin"]
    checked = 0
    for row in exhibit.table.to_dict("records"):
        of = twins[twins["month"] == row["month"]] if by == "month" else twins[
            twins["brand_id"] == row["part"]]
        parts = {"uses": of, "ending": of[of["ending"]], "after": of[of["ended"]]}
        for name, rows in parts.items():
            if pd.notna(row[name]):
                checked += 1
                assert row[name] == len(rows)
                assert enough(rows)
    assert checked > 10
    assert "no sum" in exhibit.title
    assert_whole(exhibit)


def test_a_ledger_of_few_models_shows_no_term(
    tmp_path: Path, warehouse: Warehouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    small = tmp_path / "small"
    small.mkdir()
    for path in folder.glob("*.csv"):
        (small / path.name).write_bytes(path.read_bytes())
    rows = pd.read_csv(small / "bookings.csv", keep_default_na=False, dtype=str)
    few = rows[rows["kind"] == "twin"]["model_id"].drop_duplicates().head(MINIMUM - 1)
    rows[rows["model_id"].isin(few)].to_csv(small / "bookings.csv", index=False)
    crew = pd.read_csv(small / "crew_calls.csv", dtype=str).head(0)
    crew.to_csv(small / "crew_calls.csv", index=False)
    beside = warehouse.attach(open_given(small))
    for id, title in {
            "pay_and_consent_owner": "0 of ", "pay_and_consent_forms": "0 of ",
            "pay_and_consent_labels": "Uses are withheld", "pay_and_consent_gaps": "Uses are with",
            "pay_and_consent_after_expiry": "monthly figures may be shown"}.items():
        exhibit = build_exhibit(id, beside)
        numbers = exhibit.table.select_dtypes("number").fillna(0)
        assert (numbers == 0).all().all(), id
        assert title in exhibit.title
        assert_whole(exhibit)
    ledger_of(beside).close()


def test_a_person_without_a_name_is_one_model_and_not_nobody() -> None:
    raw = pd.DataFrame({
        "day": pd.to_datetime(["2024-01-01"] * 3), "kind": ["human", "human", "synthetic"],
        "model": pd.Series([None, None, None], dtype="object"), "worked": [5, 6, 7]})
    rows = ProtectedRows(raw, ("kind",), known=KNOWN)
    frame = rows.table(("kind",), Filter(), sums={"worked": "count"}).frame.set_index("kind")
    assert frame.loc["human", ["worked", "models"]].tolist() == [11, 1]
    assert frame.loc["synthetic", ["worked", "models"]].tolist() == [7, 0]


def test_everything_that_lacks_is_part_of_one_column() -> None:
    consents = ["missing", NONE, "separate_written|fits|stated|stated|open",
                "separate_written|fits|stated|silent|after", "none|other_model|silent|silent|open"]
    parts = consent_parts(consents)
    assert set(parts) == {*ANSWERS, *LACKS}
    for name, (column, codes) in parts.items():
        assert column == "consent"
        assert sorted(one for joined in codes.values() for one in joined) == sorted(consents), name
    assert parts["any_separate"][1]["no"] == ["separate_written|fits|stated|stated|open"]
    assert parts["any_named"][1]["yes"] == [
        "missing", "none|other_model|silent|silent|open",
        "separate_written|fits|stated|silent|after"]


def test_a_model_seen_in_two_tables_is_counted_by_the_day_a_law_began(tmp_path: Path) -> None:
    """Months and the days since a law began are the same column: the rest of a month is checked."""
    days = [f"2024-01-{day:02d}" for day in range(1, 31)] + ["2024-02-10"] * 30
    raw = pd.DataFrame({
        "day": pd.to_datetime(days), "kind": "twin", "channel": "social", "market": "FR",
        "tier": "top", "brand": "B", "currency": "EUR", "basis": "day", "paid_to": "model",
        "fee": "paid", "rated": "no", "owner": "model", "label": "yes", "consent": "missing",
        "crewed": "no", "crew_days": "0.0", "agency": None, "relation": "own",
        **dict.fromkeys(TRAITS, "not_described"),
        "model": [f"M{at}" for at in range(60)], "worked": 1})
    frames = Frames(lambda name: raw, folder=tmp_path, data_hash="0" * 64, rules=Rules())
    work = frames.work
    month = work.release("work", ("month", "kind"), Filter()).frame
    assert month.loc[month["kind"] == "twin", "worked"].tolist() == [30, 30]
    since = work.release(
        "work_labels", ("market", "label"),
        work.rows.where({"kind": "twin", "market": "FR"}, since="2024-01-05")).frame
    assert since.set_index(["market", "label"])["worked"].isna().loc[("FR", "*")]
