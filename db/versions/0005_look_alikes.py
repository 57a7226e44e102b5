"""Pairs of people who are confirmed to look alike: thresholds do not count them as strangers to each other.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "look_alikes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_look_alikes_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_look_alikes_other_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "other_id", name=op.f("pk_look_alikes")),
        sa.CheckConstraint("person_id < other_id", name=op.f("ck_look_alikes_order")),
    )
    op.create_index(op.f("ix_look_alikes_other_id"), "look_alikes", ["other_id"])
