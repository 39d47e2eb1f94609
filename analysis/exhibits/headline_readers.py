"""How a headline is read from the table of its exhibit, as its title computes it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.exhibits.ledger_words import last_twelve

Read = Callable[[pd.DataFrame], float | None]
"""From an exhibit's table, not empty, to a share or a relative change; None where there is none."""


def ratio(part: float, whole: float) -> float | None:
    """Part of a whole, None of nothing."""
    return part / whole if whole else None


def change(before: float, after: float) -> float | None:
    """Relative change, None from nothing."""
    return after / before - 1 if before else None


def year_on_year(kind: str, column: str) -> Read:
    """Change of a kind's last twelve months against the twelve before."""
    def read(table: pd.DataFrame) -> float | None:
        now, before = (rows.loc[rows["kind"] == kind, column].sum() for rows in last_twelve(table))
        return change(before, now)

    return read


def where(column: str, **keys: str) -> Read:
    """The value of a column in the one row with these keys."""
    def read(table: pd.DataFrame) -> float | None:
        rows = table
        for key, value in keys.items():
            rows = rows[rows[key] == value]
        return rows[column].iloc[0] if len(rows) else None

    return read


def share_where(column: str, **keys: str) -> Read:
    """The share of a count that the rows with these keys have."""
    def read(table: pd.DataFrame) -> float | None:
        rows = table
        for key, value in keys.items():
            rows = rows[rows[key] == value]
        return ratio(rows[column].sum(), table[column].sum())

    return read


def twin_share(table: pd.DataFrame) -> float | None:
    """Twin uses of the last twelve months ÷ (human bookings + twin uses)."""
    now, _ = last_twelve(table)
    return ratio(now["twin"].sum(), (now["human"] + now["twin"]).sum())


def brand_change(table: pd.DataFrame) -> float | None:
    """A brand's mean month from adoption on against before."""
    human = table[table["kind"] == "human"]
    adopted = human["adopted_on"].iloc[0]
    if pd.isna(adopted):
        return None
    after = pd.to_datetime(human["month"]) >= pd.Timestamp(adopted).to_period("M").to_timestamp()
    return change(human.loc[~after, "worked"].mean(), human.loc[after, "worked"].mean())


def without_twins(table: pd.DataFrame) -> float | None:
    """The last twelve months as observed against the estimate without twins."""
    last = table[table["without_twins"].notna()].tail(12)
    return change(last["without_twins"].sum(), last["observed"].sum())


def cohorts(extreme: str) -> Read:
    """The lowest or highest mean effect of the brands that adopted in one month."""
    def read(table: pd.DataFrame) -> float | None:
        after = table[(table["since"] >= 0) & table["effect"].notna()]
        means = after.groupby("cohort")["effect"].mean()
        return getattr(means, extreme)() if len(means) else None

    return read


def methods(start: str) -> Read:
    """The effect that the method beginning with these words says."""
    def read(table: pd.DataFrame) -> float | None:
        rows = table[table["method"].str.startswith(start)]
        return rows["effect"].iloc[0] if len(rows) else None

    return read


def last(column: str) -> Read:
    """The last known value of a column."""
    def read(table: pd.DataFrame) -> float | None:
        known = table[column].dropna()
        return known.iloc[-1] if len(known) else None

    return read


def per_working(table: pd.DataFrame) -> float | None:
    """Bookings of a working model against the same month a year before."""
    known = table[table["per_working"].notna()]
    return change(known["per_working"].iloc[-13], known["per_working"].iloc[-1]) \
        if len(known) > 12 else None


def bases_below(table: pd.DataFrame) -> float | None:
    """Share of fee bases by which the median twin fee is below the human one."""
    middles = table[table["fees"] > 0].pivot(
        index="fee_basis", columns="kind", values="middle").reindex(
        columns=["human", "twin"]).dropna()
    return ratio((middles["twin"] < middles["human"]).sum(), len(middles))


def ending_soon(table: pd.DataFrame) -> float | None:
    """Consents in their last 90 days ÷ those signed by then."""
    soon = table.loc[table["state"] == "soon", "consents"].sum()
    return ratio(soon, table.loc[table["state"] != "not_yet", "consents"].sum())


def after_expiry(table: pd.DataFrame) -> float | None:
    """Uses of the last twelve months after expiry ÷ those of consents with a last day."""
    now, _ = last_twelve(table)
    return ratio(now["after"].sum(), now["ending"].sum())


def no_separate_consent(table: pd.DataFrame) -> float | None:
    """Twin uses without a separate written consent ÷ twin uses."""
    forms = table[(table["part"] == "all") & (table["question"] == "form")]
    written = forms.loc[forms["answer"] == "separate_written", "uses"].sum()
    return ratio(forms["uses"].sum() - written, forms["uses"].sum())


def gaps(market: str) -> Read:
    """Twin uses in a market with any possible gap in consent ÷ those the law covers."""
    def read(table: pd.DataFrame) -> float | None:
        any_gap = table["lack"].fillna("").str.startswith("any")
        rows = table[(table["market"] == market) & any_gap]
        return ratio(rows["lacking"].sum(), rows["uses"].sum())

    return read


def unlabelled(table: pd.DataFrame) -> float | None:
    """Twin uses without a label ÷ twin uses."""
    rows = table[table["kind"] == "twin"]
    return ratio(rows["unlabelled"].sum(), rows["uses"].sum())


def crew_of_a_use(table: pd.DataFrame) -> float | None:
    """Crew days of a twin use ÷ those of a human booking."""
    days = table[table["role"] == "all"].set_index("kind")["per_booking"]
    return ratio(days.get("twin", 0.0), days.get("human", 0.0))


def crew_pay(table: pd.DataFrame) -> float | None:
    """Fees of crew on twin uses against the human fee of the same roles and days."""
    known = table[table["fee_per_day"].notna()].set_index(["role", "kind"])
    fees, days = known["fee_per_day"].unstack(), known["crew_days"].unstack()
    if not {"human", "twin"} <= set(fees):
        return None
    both = fees[(fees["human"] > 0) & fees["twin"].notna()].index
    return change((days["twin"] * fees["human"])[both].sum(),
                   (days["twin"] * fees["twin"])[both].sum())


def at_stake(table: pd.DataFrame) -> float | None:
    """Crew days at stake ÷ crew days of the human bookings of the same channels."""
    return ratio(table["at_stake"].sum(), (table["human"] * table["median_days"]).sum())


def top_tenth(earnings: str) -> Read:
    """Share of earnings of the highest-earning tenth of the models on the books."""
    return where("top_share", population="books", earnings=earnings)


def lower_half(table: pd.DataFrame) -> float | None:
    """Share of all earnings of the lower-earning half."""
    rows = table[(table["earnings"] == "all") & (table["models_share"] <= 0.5)]
    return rows["earned_share"].iloc[-1] if len(rows) else None


def by_another_brand(table: pd.DataFrame) -> float | None:
    """Uses by another brand than the maker ÷ uses."""
    unknown = table.loc[table["maker_group"] == "unknown", "uses"].sum()
    total = table["uses"].sum()
    return ratio(total - table["own_uses"].sum() - unknown, total)


def entered(table: pd.DataFrame) -> float | None:
    """Entrants of the last whole year who worked within 180 days ÷ entrants."""
    whole = table[(table["observed"] > 0) & (table["observed"] == table["entered"])]
    return whole["share"].iloc[-1] if len(whole) else None
