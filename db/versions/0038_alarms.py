"""Alarms, each from its beginning to its end, and who has acknowledged it.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_by", sa.String(200), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_alarms_event_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_alarms_person_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_alarms"),
        sqlite_autoincrement=True,
    )
    for columns in (("kind", "door", "about"), ("acknowledged_at",), ("event_id",), ("act_id",), ("person_id",)):
        op.create_index(f"ix_alarms_{'_'.join(columns)}", "alarms", columns)
    # Who was forced and nobody has marked as seen stays so.
    op.execute(
        """
        INSERT INTO alarms (kind, door, about, began, last, ended, times, act_id, person_id, acknowledged_by)
        SELECT 'duress', coalesce(json_extract(iif(json_valid(detail), detail, '{}'), '$.params.door'), detail), '',
               at, at, at, 1, id, (SELECT people.id FROM people WHERE 'person ' || people.id = about), ''
        FROM audit WHERE act = 'duress PIN used' AND id > coalesce(
            (SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'duress/seen'), 0)
        """
    )
    op.execute("DELETE FROM settings WHERE key = 'duress/seen'")
