"""When a PIN was guessed wrongly, so that no year has too many, whenever it begins.

Revision ID: 0046
Revises: 0045
"""

import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"

_YEAR = timedelta(days=365) // timedelta(microseconds=1)


def upgrade() -> None:
    connection = op.get_bind()
    op.add_column("pins", sa.Column("wrong_at", sa.String(), server_default=sa.text("'[]'"), nullable=False))
    # Which year they were counted in is known, and not when they were made: none was made later than this.
    now = (datetime.now(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    counted = connection.execute(sa.text("SELECT person_id, wrong, year_at FROM pins WHERE wrong > 0")).all()
    for person_id, wrong, year_at in counted:
        last = now if year_at is None else min(year_at + _YEAR, now)
        connection.execute(
            sa.text("UPDATE pins SET wrong_at = :moments WHERE person_id = :person_id"),
            {"moments": json.dumps([last] * wrong), "person_id": person_id},
        )
    op.drop_column("pins", "wrong")
    op.drop_column("pins", "year_at")
