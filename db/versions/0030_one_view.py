"""A face is compared as it is seen: templates no longer come in views. Those there are were made for covered faces; the
program makes them anew from the kept photos at its next start.

The bundled model of older versions is no more: doors that open with it open with the default one. What was calibrated was
calibrated on another scale. That a model has made templates stays known, so that what it left in the log is forgotten.

Revision ID: 0030
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0008"


def upgrade() -> None:
    connection = op.get_bind()
    triggers = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'templates'")
    )
    kept = [row[0] for row in triggers]
    op.execute(
        "INSERT OR IGNORE INTO settings (key, value) SELECT DISTINCT 'templates_made_by/' || model_id, '' FROM templates"
    )
    op.execute("DELETE FROM settings WHERE key = 'active_model'")
    op.execute("DELETE FROM settings WHERE key LIKE 'calibration/%'")
    op.drop_table("templates")  # its triggers go with it
    op.create_table(
        "templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.String(length=200), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("dim", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(vector) = 4 * dim", name=op.f("ck_templates_dim")),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_templates_photo_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
        sa.UniqueConstraint("photo_id", "model_id", name=op.f("uq_templates_photo_id_model_id")),
    )
    op.create_index(op.f("ix_templates_model_id"), "templates", ["model_id"])
    for trigger in kept:
        op.execute(trigger)
