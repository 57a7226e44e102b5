"""A second PIN, for who is forced: it opens, and raises a silent alarm.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("pins", sa.Column("duress", sa.String(), nullable=True))
