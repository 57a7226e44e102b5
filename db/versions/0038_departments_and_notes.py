"""A person's department, and what is noted about them.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    # Added in place: SQLite writes no row anew for a column with a default.
    for name, length in (("department", 200), ("note", 2000)):
        op.add_column("people", sa.Column(name, sa.String(length), server_default=sa.text("''"), nullable=False))
