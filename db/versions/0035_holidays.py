"""Holidays of the site, on which schedules that heed them have other hours.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("first", sa.String(10), nullable=False),
        sa.Column("last", sa.String(10), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holidays"),
        sa.UniqueConstraint("name", name="uq_holidays_name"),
    )
    op.create_table(
        "holiday_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holiday_id", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.CheckConstraint("weekdays BETWEEN 0 AND 127", name="ck_holiday_hours_weekdays"),
        sa.ForeignKeyConstraint(
            ["holiday_id"], ["holidays.id"], name="fk_holiday_hours_holiday_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_holiday_hours"),
    )
    op.create_index("ix_holiday_hours_holiday_id", "holiday_hours", ["holiday_id"])
    op.add_column("schedules", sa.Column("heeds_holidays", sa.Boolean(), nullable=False, server_default=sa.text("1")))
