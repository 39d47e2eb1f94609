"""The model: what is booked, used, paid and earned in a year of a scenario.

For channel c, tier t, year y from now and one draw of the assumptions::

    S[c, y] = (L(y) - L(0)) / (1 - L(0)),  L(y) = 1 / (1 + exp(-speed (y - halfway[c])))
    rho     = adoption[c] S[c, y] replaceable[c] w[c, t] (1 - refused) (1 + label d) (k1 / k0)^-e
    human   = W (1 - rho)                    bookings that people still work
    uses    = W rho (uses_per_replaced + new_uses)
    F       = income / (1 - commission)      human fee, from what reached the model
    f       = max(floor, share F + per_use)  fee of a twin use
    k0      = share F + making + crew of a use;  k1 = f + making + crew of a use + levy

rho is held between 0 and 1; w is the tier's weight scaled to a mean of 1 in its channel. Brands pay
human fees, twin fees, crews, makers and the levy. Models get fees less commission, of twin fees
only what no other owner takes; agencies the commission; owners their share; makers the making;
crews their days' pay and what the levy's fund passes on. What is paid is what is received.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.scenarios.base import Base, Floats
from analysis.scenarios.draws import Values

MEASURES = ("bookings", "models_income", "crew_days", "crew_income", "brand_cost")
RECEIVERS = ("models_income", "crew_income", "agencies", "owners", "makers", "fund")
"""Who gets what brands pay; the fund's part is what the levy costs to collect and pass on."""
DIMENSIONS = ("tier", "market", "role")
OF_ROLES = ("crew_days", "crew_income")
"""Measures that can be told by role of the crew."""


@dataclass(frozen=True)
class Plan:
    """Prices and reach of a scenario, the same in every year.

    Parameters
    ----------
    base : Base
        What it starts from.
    values : mapping
        The draws.
    fee, twin_fee : array (channel, tier, draw)
        Fees of a booking and of a use, before commission.
    willing : array (channel, tier, draw)
        Share of bookings replaced once adoption has fully come, had no rule made uses dearer.
    plain : array (channel, tier, draw)
        Cost of a use without the amounts that rules add.
    """

    base: Base
    values: Values
    fee: Floats
    twin_fee: Floats
    willing: Floats
    plain: Floats

    @cached_property
    def reach(self) -> Floats:
        """Share of bookings replaced once adoption has fully come; may be above 1.

        Formula: willing x (ruled cost / plain cost) ^ -price_response.
        """
        found, levy = np.zeros(self.willing.shape), self.values["levy_per_use"]
        response = self.values["price_response"]
        beside = self.values["making_per_use"] + self.base.use_pay + levy
        for at in range(len(found)):
            if self.willing[at].any():
                found[at] = self.willing[at] * _answer(
                    self.plain[at], self.twin_fee[at] + beside, response)
        return found

    def under(self, levy: Floats) -> Plan:
        """The same with another levy a use, by draw."""
        return replace(self, values={**self.values, "levy_per_use": levy})

    def at(self, year: float) -> Year:
        """Work in a year, counted from now; 0 is the base year itself."""
        curve = np.stack([adopted(self.values, one, year) for one in self.base.channels])
        replaced = np.clip(self.reach * curve[:, None, :], 0, 1)
        bookings = self.base.bookings[:, :, None]
        each = self.values["uses_per_replaced"] + self.values["new_uses"]
        return Year(self, bookings * (1 - replaced), bookings * replaced * each)


@dataclass(frozen=True)
class Year:
    """One year of a scenario.

    Parameters
    ----------
    plan : Plan
        Its prices.
    human, uses : array (channel, tier, draw)
        Bookings that people work, and new twin uses.
    """

    plan: Plan
    human: Floats
    uses: Floats

    def measure(self, name: str, by: str = "") -> Floats:
        """A measure by draw, and by tier, market or role where asked.

        Parameters
        ----------
        name : str
            One of MEASURES or RECEIVERS.
        by : str
            One of DIMENSIONS, or empty for all together. By role only crew days and crew income.

        Returns
        -------
        array (draw,) or (part, draw)
            Bookings, days or money of the year.
        """
        if by == "role":
            return self._by_role(name)
        cells = self.human * self._of_booking(name) + self.uses * self._of_use(name)
        if by == "market":
            return np.asarray(self.plan.base.in_market.T @ cells.sum(axis=1))
        return np.asarray(cells.sum(axis=0 if by == "tier" else (0, 1)))

    def _of_booking(self, name: str) -> Floats:
        """What a human booking adds to a measure, by channel, tier and draw."""
        base, fee = self.plan.base, self.plan.fee
        crew, income = base.booking_pay[:, None, None], base.income[:, :, None]
        found: dict[str, Floats] = {
            "bookings": np.ones(1), "crew_days": base.crew_days.sum(axis=1)[:, None, None],
            "crew_income": crew, "models_income": income, "agencies": fee - income,
            "brand_cost": fee + crew}
        return found.get(name, np.zeros(1))

    def _of_use(self, name: str) -> Floats:
        """What a twin use adds to a measure, by channel, tier and draw."""
        base, values, fee = self.plan.base, self.plan.values, self.plan.twin_fee
        levy, owned = values["levy_per_use"], values["owner_share"]
        kept = values["levy_to_crew"]
        if name == "crew_income":
            return base.use_pay + levy * kept
        if name == "models_income":
            return fee * ((1 - owned) * (1 - values["commission_twin"]))
        if name == "agencies":
            return fee * ((1 - owned) * values["commission_twin"])
        if name == "brand_cost":
            return fee + (values["making_per_use"] + base.use_pay + levy)
        found: dict[str, Floats] = {
            "crew_days": np.array([base.use_days.sum()]), "owners": fee * owned,
            "makers": values["making_per_use"], "fund": levy * (1 - kept)}
        return found.get(name, np.zeros(1))

    def _by_role(self, name: str) -> Floats:
        """Crew days or crew income; the levy is passed on as the base year's pay was shared."""
        base, values = self.plan.base, self.plan.values
        uses = self.uses.sum(axis=(0, 1))
        days = base.crew_days.T @ self.human.sum(axis=1) + base.use_days[:, None] * uses
        if name == "crew_days":
            return np.asarray(days)
        paid = base.bookings.sum(axis=1) @ base.crew_days * base.day_pay
        share = paid / paid.sum() if paid.sum() else np.full(len(paid), 1 / max(1, len(paid)))
        levied = uses * values["levy_per_use"] * values["levy_to_crew"]
        return np.asarray(days * base.day_pay[:, None] + share[:, None] * levied)


def plan(base: Base, values: Values) -> Plan:
    """Prices and reach of a scenario.

    Parameters
    ----------
    base : Base
        The year it starts from.
    values : mapping
        Draws of all assumptions.
    """
    fee = base.income[:, :, None] / (1 - values["commission_human"])
    by_share = values["twin_fee_share"] * fee
    twin_fee = np.maximum(values["twin_fee_floor"], by_share + values["twin_fee_per_use"])
    share = (1 - values["refused"]) * (1 + values["label_share"] * values["label_demand"])
    most = np.stack([values[f"adoption_{one}"] * values[f"replaceable_{one}"]
                     for one in base.channels]) * share
    return Plan(base, values, fee, twin_fee, most[:, None, :] * _weights(base, values),
                by_share + (values["making_per_use"] + base.use_pay))


def adopted(values: Values, channel: str, year: float) -> Floats:
    """The S-curve of a channel: 0 now, 1 in the end."""
    speed, middle = values["speed"], values[f"halfway_{channel}"]
    start, now = (1 / (1 + np.exp(-speed * (at - middle))) for at in (0.0, year))
    found: Floats = (now - start) / (1 - start)
    return found


def _weights(base: Base, values: Values) -> Floats:
    """Weights of the tiers, scaled so that a channel's bookings have a mean of 1."""
    raw = np.stack([values[f"weight_{one}"] for one in base.tiers])[None, :, :]
    total = base.bookings.sum(axis=1, keepdims=True)
    shares = np.divide(base.bookings, total, out=np.zeros_like(base.bookings), where=total > 0)
    mean = (raw * shares[:, :, None]).sum(axis=1, keepdims=True)
    scaled: Floats = np.divide(
        raw, mean, out=np.zeros(np.broadcast_shapes(raw.shape, mean.shape)), where=mean > 0)
    return scaled


def _answer(plain: Floats, ruled: Floats, response: Floats) -> Floats:
    """How much of the use is left where rules make it dearer: (ruled / plain) ^ -response."""
    dearer = (ruled > plain) & (response > 0)
    if not dearer.any():
        return np.ones(1)
    ratio = np.divide(ruled, plain, out=np.full(ruled.shape, np.inf), where=plain > 0)
    found: Floats = np.where(dearer, ratio ** -np.broadcast_to(response, ratio.shape), 1.0)
    return found
