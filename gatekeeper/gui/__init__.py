"""The window. PySide6 lives here only; one file per page.

No page touches a thread or a database: slow work goes through `tasks.run_in_background`, news come through `bridge.Bridge`.
"""
