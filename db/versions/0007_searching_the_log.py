"""The log is searched by parts of names, and sorted, in its indexes alone.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"
ROW_STEPS = {"events": 48}


def upgrade() -> None:
    op.drop_index(op.f("ix_events_at"), "events")
    listed = ["person_name", "person_id", "outcome", "reason", "door", "mask", "latency_ms"]
    op.create_index(op.f("ix_events_at_and_all"), "events", ["at", *listed])
    # As names are sorted: without regard to capitals of the Latin alphabet.
    op.execute("CREATE INDEX ix_events_person_name_at ON events (person_name COLLATE NOCASE, at)")
    for first in ("mask", "latency_ms"):
        op.create_index(op.f(f"ix_events_{first}_at"), "events", [first, "at"])
    op.create_index(op.f("ix_photos_event_id"), "photos", ["event_id"])
