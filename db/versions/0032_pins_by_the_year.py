"""How often a PIN was guessed wrongly within a year, right ones in between or not.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("pins", sa.Column("wrong", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("pins", sa.Column("year_at", sa.BigInteger(), nullable=True))
