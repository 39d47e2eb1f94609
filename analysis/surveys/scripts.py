"""Scripts that rebuild a survey's design and a crosstab elsewhere: R and Stata."""

from analysis.surveys.script_r import write_r_script
from analysis.surveys.script_stata import write_stata_script

__all__ = ["write_r_script", "write_stata_script"]
