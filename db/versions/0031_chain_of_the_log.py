"""The log shows tampering: a chain over events and administrative acts. What is on record already is chained as it is.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

from gatekeeper.store import chain

revision = "0031"
down_revision = "0030"

ROW_STEPS = {"events": 78, "audit": 60}


def upgrade() -> None:
    op.create_table(
        "chain",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("person", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_chain")),
        sa.UniqueConstraint("event_id", name=op.f("uq_chain_event_id")),
        sa.UniqueConstraint("act_id", name=op.f("uq_chain_act_id")),
    )
    op.create_index(op.f("ix_chain_first"), "chain", ["first"], unique=True, sqlite_where=sa.text("first IS NOT NULL"))
    chain.begin(op.get_bind().connection.driver_connection)
