"""The disclosure gate: a private result is seen after it has passed, and in no other way."""

from analysis.disclosure.cells import Cells, Dimension, Unit, Value
from analysis.disclosure.data_log import DataLog
from analysis.disclosure.filters import Filter, codes
from analysis.disclosure.log import ReleaseLog, Spec
from analysis.disclosure.release import release
from analysis.disclosure.released import Released
from analysis.disclosure.rules import Rules

__all__ = [
    "Cells", "DataLog", "Dimension", "Filter", "ReleaseLog", "Released", "Rules", "Spec", "Unit",
    "Value", "codes", "release",
]
