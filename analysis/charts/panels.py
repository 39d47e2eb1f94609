"""Counts in small multiples, and parts of a whole with the unknown drawn as its own part."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.editable import declare_editable, parts_editable
from analysis.charts.text import block, escape, wrap
from analysis.charts.ticks import years_apart

PANEL_PX = 62
PANEL_LABEL_PX = 30
ROW_PX = 34
NAME_PX = 22
NAME_LINE_PX = 18


def draw_counts_by_year(frame: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    """One strip of bars a kind, years side by side, counts written on the bars.

    Parameters
    ----------
    frame : DataFrame
        ``panel`` (text, strips in order of appearance), ``year`` (integer), ``count`` (integer),
        ``colour`` (name of a colour of the palette), ``total`` (text
        beside the strip's name), ``faded`` (boolean: drawn hatched).
    """
    panels = list(dict.fromkeys(frame["panel"]))
    step = PANEL_PX + PANEL_LABEL_PX
    height = step * len(panels)
    fig = theme.figure(
        canvas, plot_height_px=height, margin={"l": 2, "r": 4, "b": 26}, bargap=0.25,
        barmode="overlay",
    )
    items.declare(fig, items.Items(time="year"))
    tallest = max(frame["count"].max(), 1)
    marks = theme.Marks(canvas)
    for number, name in enumerate(panels):
        rows = frame[frame["panel"] == name]
        base = height - number * step - step
        fig.add_trace(_strip(rows, base, tallest, canvas, name))
        marks.note(
            x=0, xref="paper", xanchor="left", xshift=-2, y=base + step - 16, yanchor="middle",
            text=f"<b>{escape(name)}</b>: {escape(rows['total'].iloc[0])}",
            font={"size": 13, "color": canvas.palette.ink},
        )
        marks.shape(
            type="line", x0=0, x1=1, xref="paper", y0=base, y1=base,
            line={"color": canvas.palette.grid, "width": 1},
        )
    marks.put(fig)
    fig.update_yaxes(range=[0, height], visible=False)
    years = sorted(frame["year"].unique())
    every = years_apart(years[-1] - years[0] + 1, canvas.width_px)
    fig.update_xaxes(
        showgrid=False, tickvals=years[::every], tickformat="d",
        range=[min(years) - 0.6, max(years) + 0.6],
    )
    return fig


def _strip(
    rows: pd.DataFrame, base: float, tallest: float, canvas: theme.Canvas, name: str
) -> go.Bar:
    colour = _ink(canvas, rows["colour"].iloc[0])
    rows = rows[rows["count"] > 0]
    return go.Bar(
        x=rows["year"], y=rows["count"] / tallest * (PANEL_PX - 16), base=base, name=name,
        marker={
            "color": colour, "line": {"color": colour, "width": 1},
            "pattern": {
                "shape": ["/" if faded else "" for faded in rows["faded"]],
                "fgcolor": canvas.palette.paper, "bgcolor": colour, "size": 5,
            },
        },
        text=[f"{count:,}" for count in rows["count"]],
        textposition="outside", textfont={"size": 12, "color": canvas.palette.ink},
        constraintext="none", cliponaxis=False,
        hovertext=[
            f"{escape(name)}, {year}: {count:,}"
            for year, count in zip(rows["year"], rows["count"], strict=True)
        ],
        hoverinfo="text",
    )


def draw_parts(frame: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    """One full-width bar a question, cut into its answers; every part is named with its count.

    Parameters
    ----------
    frame : DataFrame
        ``question`` (text, bars in order of appearance), ``part`` (text), ``count`` (integer;
        empty where withheld: the bar then has no parts, for the whole is not known either),
        ``style`` (``solid``, ``light`` or ``hatched``; unknown is hatched; ``human`` or
        ``synthetic``: solid in the colour of that kind).
    """
    questions = list(dict.fromkeys(frame["question"]))
    names = {
        name: wrap(name, width_px=canvas.width_px - 10, size_px=13.5) for name in questions
    }
    lines = frame.groupby("question").size().max() if canvas.narrow and len(frame) else 1
    step = ROW_PX + NAME_PX + 14 + 17 * int(lines)
    extra = {name: NAME_LINE_PX * (len(names[name]) - 1) for name in questions}
    height = step * len(questions) + sum(extra.values())
    fig = theme.figure(
        canvas, plot_height_px=height, margin={"l": 0, "r": 0, "b": 4}, barmode="overlay"
    )
    fig.update_xaxes(range=[0, 1], visible=False)
    fig.update_yaxes(range=[height, 0], visible=False)
    marks, top = theme.Marks(canvas), 0
    for name in questions:
        marks.note(
            x=0, xref="paper", xanchor="left", y=top + (NAME_PX + extra[name]) / 2,
            text=block(names[name]), font={"size": 13.5, "color": canvas.palette.ink},
        )
        rows = frame[frame["question"] == name]
        _add_parts(fig, marks, rows, top + NAME_PX + extra[name], canvas)
        top += step + extra[name]
    marks.put(fig)
    declare_editable(fig, parts_editable(frame))
    return fig


def _add_parts(
    fig: go.Figure, marks: theme.Marks, rows: pd.DataFrame, top: float, canvas: theme.Canvas
) -> None:
    colours = canvas.palette
    whole = bool(rows["count"].notna().all())
    total, start = rows["count"].sum(), 0.0
    fills = {"solid": colours.twin, "light": colours.muted, "hatched": colours.paper,
             "human": colours.human, "synthetic": colours.synthetic}
    for _, row in (rows if whole else rows.head(0)).iterrows():
        share = row["count"] / total if total else 0
        if not share:
            continue
        hatched = row["style"] == "hatched"
        fig.add_trace(go.Bar(
            x=[share], base=start, y=[top + ROW_PX / 2], orientation="h", width=ROW_PX - 6,
            name=row["part"],
            marker={
                "color": fills[row["style"]],
                "line": {"color": colours.muted if hatched else colours.paper, "width": 1},
                "pattern": {
                    "shape": "/" if hatched else "", "fgcolor": colours.muted, "size": 7,
                },
            },
            hovertext=f"{escape(row['part'])}: {row['count']:,.0f} of {total:,.0f}",
            hoverinfo="text",
        ))
        start += share
    if not whole:
        marks.note(
            x=0, xref="paper", y=top + ROW_PX / 2, xanchor="left",
            text="<i>parts withheld, so no bar is drawn</i>",
            font={"size": 12.5, "color": colours.muted},
        )
    marks.note(
        x=0, xref="paper", y=top + ROW_PX + 2, xanchor="left", yanchor="top",
        text=block(_named_parts(rows, canvas)), font={"size": 12.5, "color": colours.ink},
    )


def _named_parts(rows: pd.DataFrame, canvas: theme.Canvas) -> list[str]:
    """The parts with sign, count and name; one line, or one line each on a phone."""
    colours = canvas.palette
    signs = {
        "solid": f'<span style="color:{colours.twin}">■</span>',
        "light": f'<span style="color:{colours.muted}">■</span>', "hatched": "▨",
        "human": f'<span style="color:{colours.human}">■</span>',
        "synthetic": f'<span style="color:{colours.synthetic}">■</span>',
    }
    texts = [
        f"{signs[row['style']]} <b>{_counted(row['count'])}</b> {escape(row['part'])}"
        for row in rows.to_dict("records")
    ]
    return texts if canvas.narrow else ["   ".join(texts)]


def _counted(number: float) -> str:
    return "withheld" if pd.isna(number) else f"{number:,.0f}"


def _ink(canvas: theme.Canvas, name: str) -> str:
    return str(getattr(canvas.palette, name))
