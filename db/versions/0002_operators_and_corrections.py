"""Accounts and their audit, faces of events and corrections, folded names, an index for summaries."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
ROW_STEPS = {"events": 11}


def upgrade() -> None:
    op.add_column("people", sa.Column("folded", sa.String(length=400), nullable=False, server_default=sa.text("''")))
    people = sa.table(
        "people", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("folded", sa.String)
    )
    connection = op.get_bind()
    for number, name in connection.execute(sa.select(people.c.id, people.c.name)).all():
        plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
        connection.execute(sa.update(people).where(people.c.id == number).values(folded=plain))
    # Not by batch: a rebuilt table would forget which numbers were given out.
    op.add_column("photos", sa.Column("impostor", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    op.add_column("photos", sa.Column("event_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_events_reason_at_latency_ms"), "events", ["reason", "at", "latency_ms"])
    op.create_table(
        "event_faces",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=32), nullable=False),
        sa.Column("model_id", sa.String(length=200), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("dim", sa.Integer(), nullable=False),
        sa.Column("chip", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(vector) = 4 * dim", name=op.f("ck_event_faces_dim")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_faces_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_faces")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("folded", name=op.f("uq_accounts_folded")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
