"""The only doors that somebody may pass: a guest who is welcome at the front door is none in the laboratory.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "person_doors",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_doors_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "door", name="pk_person_doors"),
    )
