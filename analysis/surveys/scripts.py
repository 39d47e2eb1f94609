"""Scripts that rebuild a survey's design and its figures elsewhere: R and Stata."""

from analysis.surveys.script_r_views import write_r_script
from analysis.surveys.script_request import AnyRequest
from analysis.surveys.script_stata_views import write_stata_script

__all__ = ["AnyRequest", "write_r_script", "write_stata_script"]
