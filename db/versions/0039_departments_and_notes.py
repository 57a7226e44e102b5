"""A person's department, and what is noted about them.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    # Added in place: SQLite writes no row anew for a column with a default.
    for name, length in (("department", 200), ("note", 2000)):
        op.add_column("people", sa.Column(name, sa.String(length), server_default=sa.text("''"), nullable=False))
