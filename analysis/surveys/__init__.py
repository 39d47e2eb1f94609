"""Survey statistics: when a published share may carry an interval, and which."""

from analysis.surveys.interval import Interval, interval_of_share, reason_for_no_interval

__all__ = ["Interval", "interval_of_share", "reason_for_no_interval"]
