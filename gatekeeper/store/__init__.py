"""What the program remembers: people, rules and the access log, in one encrypted SQLite file.

SQLAlchemy lives in this package only. Everything here takes and returns values of `gatekeeper.domain`.
"""
