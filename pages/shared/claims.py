"""Claims as cards: verdict in words, what the sources say, the sentence to quote, references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from analysis.exhibits import Exhibit, find_spec
from analysis.exhibits.claims import Reference, find_exhibits, references_of
from pages.shared.cards import FIRST
from pages.shared.layout import Desk, name_of
from pages.shared.text import cite, plain


def show_claims(desk: Desk, claims: Exhibit) -> None:
    """One open card a claim, ten until the visitor asks for all.

    Parameters
    ----------
    desk : Desk
        Of the page.
    claims : Exhibit
        The exhibit ``claims_list`` with the page's search.
    """
    rows = claims.table.to_dict("records")
    if rows and not claims.table["whole"].all():
        st.markdown(f"**{plain(claims.title)}.** Nothing below judges what you typed.")
    everything = len(rows) <= FIRST or st.toggle(
        f"Show all {len(rows)} claims", key=f"{desk.page}_all_claims", bind="query-params"
    )
    references = references_of(desk.warehouse)
    show = partial(_show_claim, desk, claims)
    for row in rows if everything else rows[:FIRST]:
        show(row, references.get(row["claim_id"], []))


def _show_claim(
    desk: Desk, claims: Exhibit, row: Mapping[str, Any], references: Sequence[Reference]
) -> None:
    with st.container(border=True):
        st.markdown(f"“{plain(row['claim'])}”")
        st.markdown(f":gray-badge[○ Claim] **{plain(row['verdict_words'])}.** "
                    f"{plain(row['what_the_sources_say'])}")
        st.markdown(":small[You may say]")
        st.code(row["quotable"], language=None, wrap_lines=True)
        with st.expander("Citation, references and the exhibit"):
            st.code(_citation(desk, claims, row, references), language=None, wrap_lines=True)
            st.markdown("\n".join(
                f"- {plain(item.label)}: row `{item.row_id}` in `data/{item.resource}.csv`. "
                f"{cite(desk.warehouse.sources[item.source_id])}" for item in references
            ))
            if row["exhibit_id"] == row["exhibit_id"] and row["exhibit_id"]:
                st.markdown(f"See {_link_to(row['exhibit_id'])}.")


def _citation(
    desk: Desk, claims: Exhibit, row: Mapping[str, Any], references: Sequence[Reference]
) -> str:
    names = dict.fromkeys(desk.warehouse.sources[item.source_id].short for item in references)
    return (
        f"{row['quotable']} (Double Booked, claim {row['claim_id']}, data version "
        f"{claims.data_version}, as of {row['as_of']:%Y-%m-%d}; sources: {'; '.join(names)}.)"
    )


def _link_to(exhibit_id: str) -> str:
    """A link to an exhibit on its page; pages stand side by side, so it is a relative one."""
    spec = find_spec(exhibit_id)
    address = f"{spec.page}#{exhibit_id.replace('_', '-')}"
    return f"[{plain(name_of(spec.page))}: {plain(spec.question)}]({address})"


def show_subject(desk: Desk, claims: Exhibit, search: str) -> None:
    """What the desk has on the subject of a claim it does not know."""
    if claims.table["whole"].any() or not search:
        return
    specs = find_exhibits(search, desk.warehouse)
    st.markdown("**What the desk has on the subject**" if specs else
                "The desk has no exhibit that speaks of these words.")
    st.markdown("\n".join(f"- {_link_to(spec.id)}" for spec in specs))
