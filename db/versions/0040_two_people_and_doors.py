"""Doors that open for two people only, that stay shut while others are open, and that are kept open by a schedule.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column("doors", sa.Column("two_people_seconds", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "door_holds",
        sa.Column("door_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("after_first", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["doors.id"], name="fk_door_holds_door_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name="fk_door_holds_schedule_id", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("door_id", name="pk_door_holds"),
    )
    op.create_index("ix_door_holds_schedule_id", "door_holds", ["schedule_id"])
    op.create_table(
        "interlocks",
        sa.Column("door_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("door_id < other_id", name="ck_interlocks_order"),
        sa.ForeignKeyConstraint(["door_id"], ["doors.id"], name="fk_interlocks_door_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["doors.id"], name="fk_interlocks_other_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("door_id", "other_id", name="pk_interlocks"),
    )
    op.create_index("ix_interlocks_other_id", "interlocks", ["other_id"])
