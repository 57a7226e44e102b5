"""The stored data: people, rules and the access log, in one encrypted SQLite file.

SQLAlchemy is used in this package only. Everything here takes and returns values of `gatekeeper.domain`.
"""
