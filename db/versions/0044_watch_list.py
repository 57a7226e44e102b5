"""The watch list of unknown visitors.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.create_table(
        "watched",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("mask", sa.String(32), nullable=False),
        sa.Column("chip", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watched"),
        sa.UniqueConstraint("event_id", name="uq_watched_event_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "watched_vectors",
        sa.Column("watched_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.String(200), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("dim", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["watched_id"], ["watched.id"], name="fk_watched_vectors_watched_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("watched_id", "model_id", name="pk_watched_vectors"),
        sa.CheckConstraint("length(vector) = 4 * dim", name=op.f("ck_watched_vectors_dim")),
    )
