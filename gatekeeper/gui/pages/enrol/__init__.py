"""Registration: who it is and their consent, guided photos, whether they are known already, done. And whole folders."""

from gatekeeper.gui.pages.enrol.page import EnrolPage

__all__ = ["EnrolPage"]
