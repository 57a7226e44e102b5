"""A door and an outcome together are found in the indexes, without reading the rows of all others.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
ROW_STEPS = {"events": 26}


def upgrade() -> None:
    op.drop_index(op.f("ix_events_outcome_at"), "events")
    op.drop_index(op.f("ix_events_door_at"), "events")
    for first, second in (("outcome", "door"), ("door", "outcome")):
        op.create_index(
            op.f(f"ix_events_{first}_at_id_{second}_reason"), "events", [first, "at", "id", second, "reason"]
        )
