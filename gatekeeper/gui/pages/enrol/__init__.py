"""Registration: person and consent, guided photos, check for duplicates, done. Also whole folders."""

from gatekeeper.gui.pages.enrol.page import EnrolPage

__all__ = ["EnrolPage"]
