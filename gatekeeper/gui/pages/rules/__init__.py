"""Who may pass which door, and when."""

from gatekeeper.gui.pages.rules.page import RulesPage as RulesPage
