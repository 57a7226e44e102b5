"""The log: a list of any length, each event in full with its corrections, unknown visitors, and plots."""

from gatekeeper.gui.pages.log.page import VISITORS, LogPage

__all__ = ["VISITORS", "LogPage"]
