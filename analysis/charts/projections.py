"""Projection rounds: where each started, where it pointed, and where later rounds started."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme


def draw_projections(frame: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    """Draw each round as a dashed line from its counted base to its projected target.

    Parameters
    ----------
    frame : DataFrame
        ``round`` (text), ``base_year``, ``target_year`` (integers), ``base_employment_persons``,
        ``projected_employment_persons`` (jobs).
    canvas : Canvas
        Mode and size.
    """
    colours = canvas.palette
    fig = theme.figure(
        canvas, plot_height_px=330, margin={"l": 58, "r": 62 if not canvas.narrow else 52, "b": 28}
    )
    items.declare(fig, items.Items(
        "lines", tuple(f"round {name}" for name in frame["round"]), time="year"))
    marks = theme.Marks(canvas)
    apart = _apart(frame)
    for row in frame.to_dict("records"):
        fig.add_trace(go.Scatter(
            x=[row["base_year"], row["target_year"]],
            y=[row["base_employment_persons"], row["projected_employment_persons"]],
            mode="lines+markers", name=f"round {row['round']}",
            line={"color": colours.muted, "width": 1.3, "dash": "dash"},
            marker={"size": [1, 9], "color": colours.paper,
                    "line": {"color": colours.muted, "width": 2}},
            hovertext=["", f"round {row['round']} projects "
                           f"{row['projected_employment_persons']:,.0f} in {row['target_year']}"],
            hoverinfo="text",
        ))
        marks.note(
            x=row["target_year"], y=row["projected_employment_persons"], text=row["round"],
            xanchor="left", xshift=8, yshift=apart[row["round"]],
            font={"size": 11, "color": colours.muted},
        )
    fig.add_trace(go.Scatter(
        x=frame["base_year"], y=frame["base_employment_persons"], mode="markers",
        name="counted in the base year", marker={"size": 11, "color": colours.ink},
        hovertext=[
            f"{row['base_year']}: {row['base_employment_persons']:,.0f} counted"
            for row in frame.to_dict("records")
        ], hoverinfo="text",
    ))
    marks.put(fig)
    values = pd.concat([frame["base_employment_persons"], frame["projected_employment_persons"]])
    fig.update_yaxes(range=[0, values.max() * 1.12 if len(values) else 1], tickformat=",")
    fig.update_xaxes(tickformat="d", showgrid=False, dtick=4 if canvas.narrow else 2)
    return fig


def _apart(frame: pd.DataFrame) -> dict[str, float]:
    """Vertical shifts in pixels for the labels of targets that lie close together."""
    top = max(frame["projected_employment_persons"].max(), 1) if len(frame) else 1
    shifts: dict[str, float] = {}
    placed: list[tuple[float, float]] = []
    for row in frame.sort_values("projected_employment_persons").to_dict("records"):
        height = row["projected_employment_persons"] / top * 290
        shift = 0.0
        while any(
            abs(height + shift - other) < 13 and abs(row["target_year"] - year) < 4
            for other, year in placed
        ):
            shift += 4.0
        placed.append((height + shift, row["target_year"]))
        shifts[row["round"]] = shift
    return shifts
