"""The data package: which tables exist, what their columns mean, and whether files keep to it."""

from analysis.catalog.package import Field, ForeignKey, Package, Resource, load_package
from analysis.catalog.sources import Source, Standing, standing_of

__all__ = [
    "Field", "ForeignKey", "Package", "Resource", "Source", "Standing", "load_package",
    "standing_of",
]
