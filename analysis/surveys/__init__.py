"""Survey statistics: intervals of published shares, and estimates of a survey that was loaded."""

from analysis.surveys.interval import Interval, interval_of_share, reason_for_no_interval

__all__ = ["Interval", "interval_of_share", "reason_for_no_interval"]
