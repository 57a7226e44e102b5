"""Who is inside: events say which way a door leads, doors refuse who goes in twice, and guests have a host.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("events", sa.Column("direction", sa.String(32), nullable=True))
    op.create_index(
        "ix_events_passages",
        "events",
        ["person_id", "id", "at", "door", "outcome", "reason", "direction"],
        sqlite_where=sa.text("direction IS NOT NULL OR reason = 'presence_corrected'"),
    )
    op.add_column("doors", sa.Column("passback", sa.String(32), nullable=False, server_default="off"))
    op.add_column("doors", sa.Column("passback_hours", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.add_column("doors", sa.Column("passback_reset", sa.Time(), nullable=True))
    person = sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=op.f("fk_presence_person_id"), ondelete="CASCADE"
    )
    op.create_table(
        "presence",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        person,
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_presence")),
    )
    op.create_table(
        "guests",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_guests_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["host_id"], ["people.id"], name=op.f("fk_guests_host_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_guests")),
    )
    op.create_index(op.f("ix_guests_host_id"), "guests", ["host_id"])
