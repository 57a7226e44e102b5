"""What the liveness check said is on record with each event.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("events", sa.Column("liveness", sa.String(32)))
    op.add_column("events", sa.Column("liveness_score", sa.Double()))
